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

 private:
  spi_device_handle_t device_ = nullptr;
};

}  // namespace sl::latch_board
