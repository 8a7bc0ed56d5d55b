// Who a board is.
#pragma once
#include "sl/codec/topic.hpp"
#include "sl/nfc/nfc_reader.hpp"

namespace sl {

/// Texts outlive it.
struct BoardFacts {
  DeviceId id;
  Text model;
  Text firmware;
  Text reset_reason;
  /// Of a latch's reader.
  NfcPower power = NfcPower::mains;
};

}  // namespace sl
