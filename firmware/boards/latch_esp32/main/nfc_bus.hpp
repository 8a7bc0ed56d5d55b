// INfc: the PN532 on SPI.
#pragma once
#include "driver/spi_master.h"
#include "sl/ports.hpp"

namespace sl::latch_board {

class NfcBus final : public INfc {
 public:
  NfcBus();
  bool transfer(ByteView out, ByteSpan in) override;
  void reset() override;
  /// 2 uA instead of 45 to 60,000: for a deep sleep, through which the pin is held.
  void power_off();
  /// Whether the chip has acknowledged anything since boot.
  bool answered() const { return answered_; }

 private:
  spi_device_handle_t device_ = nullptr;
  bool answered_ = false;
};

}  // namespace sl::latch_board
