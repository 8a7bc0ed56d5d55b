// The commands of the PN532 that a latch uses, and what two of them answer.
#pragma once
#include "sl/limits.hpp"
#include "sl/status.hpp"

namespace sl {

/// Codes of UM0701-02, 7.2 and 7.3; an answer has the code plus one.
namespace pn532 {
inline constexpr uint8_t get_firmware_version = 0x02;   // 7.2.2
inline constexpr uint8_t sam_configuration = 0x14;      // 7.2.10
inline constexpr uint8_t power_down = 0x16;             // 7.2.11
inline constexpr uint8_t rf_configuration = 0x32;       // 7.3.1
inline constexpr uint8_t in_data_exchange = 0x40;       // 7.3.8
inline constexpr uint8_t in_list_passive_target = 0x4a; // 7.3.5
}  // namespace pn532

/// 7.2.10: normal mode, no SAM; the timeout belongs to another mode; the chip drives its IRQ pin.
inline constexpr uint8_t pn532_normal_mode[] = {0x01, 0x00, 0x01};
/// 7.3.1, item 5: tries of ATR, of PSL and of an activation.
inline constexpr uint8_t pn532_bounded_retries[] = {0x05, 0x00, 0x01, limits::nfc_activation_retries};
/// 7.3.1, item 1. Cards in the field forget their state; the next InListPassiveTarget turns it on again.
inline constexpr uint8_t pn532_field_off[] = {0x01, 0x00};
/// 7.2.11: awake again when the SPI selects it.
inline constexpr uint8_t pn532_wake_by_spi[] = {0x20};
/// 7.3.5: up to two cards, 106 kbit/s type A. With one alone a second would never be noticed.
inline constexpr uint8_t pn532_two_type_a[] = {0x02, 0x00};

/// 7.2.2: the answer is of a PN532.
bool pn532_is_pn532(ByteView firmware_version);

struct Pn532Targets {
  uint8_t count = 0;
  // of one card alone
  uint8_t number = 0;
  bool iso_dep = false;
  uint8_t uid_size = 0;
  Bytes<limits::uid_bytes_max> uid;
};
/// 7.3.5: the answer of InListPassiveTarget for type A. Of two cards nothing but their count is read: neither is taken.
Status pn532_read_targets(ByteView answer, Pn532Targets& targets);

/// 7.3.8: what the card answered to InDataExchange, a view of the frame. Empty when nothing arrived.
ByteView pn532_read_exchange(ByteView answer);

}  // namespace sl
