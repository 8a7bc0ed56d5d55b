// What a hand holds to the reader of the rig. For Linux and the tests: heap and strings are allowed here.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sl/bytes.hpp"

namespace sl::rig {

using Octets = std::vector<uint8_t>;

/// A card of ISO/IEC 14443 type A with a number and nothing else.
class Card {
 public:
  explicit Card(Octets number) : uid(std::move(number)) {}
  virtual ~Card() = default;
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;

  /// The field went on, after it was off.
  virtual void power_up() {}
  /// The answer to an APDU; empty when the card says nothing.
  virtual Octets answer(ByteView) { return {}; }

  Octets uid;
  /// SENS_RES and SEL_RES: those of a MIFARE Classic 1K.
  uint16_t sens_res = 0x0004;
  uint8_t sel_res = 0x08;
  /// Empty: the card does not speak ISO/IEC 14443-4.
  Octets ats;
  /// How long each answer takes: a slow card, or one that asks for more time (S(WTX), which the chip grants by itself).
  ClockMs answer_ms = 2;
};

}  // namespace sl::rig
