// How a board comes to be somebody: flash, label, identity, network. What is left to its main is the hardware.
#pragma once
#include "sl/settings/time_floor.hpp"
#include "sl_esp/crypto.hpp"
#include "sl_esp/device_key.hpp"
#include "sl_esp/flash_store.hpp"
#include "sl_esp/identity.hpp"
#include "sl_esp/keys_json.hpp"

namespace sl::esp {

/// The partition "journal": first the events, then the newest value of each record (sl/journal/flash_records.hpp).
inline constexpr size_t journal_sectors = 28;
inline constexpr size_t record_sectors = 4;

/// Lives as long as the program.
struct Board {
  Crypto crypto;
  FlashStore flash{"journal"};
  FlashRecords records{FlashArea(flash, journal_sectors, record_sectors)};
  Identity identity;
  DeviceKey key;
  DeviceId id;
  DeviceKeys keys;
};

/**
 * Flash, time, Wi-Fi driver, and the identity. A board without one waits here to be provisioned, enrols and starts anew; so
 * whoever returns from this is enrolled. `kind`: "latch" or "camera". `reset_wanted`: forget everything first.
 */
void start_board(const char* kind, bool reset_wanted, Board& board);

}  // namespace sl::esp
