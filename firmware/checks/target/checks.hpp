// What main.cpp runs on the machine.
#pragma once
#include "sl/codec/cose.hpp"
#include "vectors.hpp"

namespace sl::target {

void check_crypto();
void check_codec();
void check_uplinks();
void check_signed();
void check_peer();
void check_guard();
void check_session();

CommandKeys keys_of(const KeyVector (&keys)[2]);
DeviceId device_of(Text id);

/// Copies the bytes to writable memory and calls `refuses` with each single bit flipped, then with each proper beginning.
template <class Refuses>
bool each_spoilt_is(ByteView good, Refuses refuses) {
  static uint8_t memory[512];
  if (good.size > sizeof memory) return false;
  memcpy(memory, good.data, good.size);
  for (size_t bit = 0; bit < good.size * 8; ++bit) {
    const auto mask = static_cast<uint8_t>(0x80 >> bit % 8);
    memory[bit / 8] = static_cast<uint8_t>(memory[bit / 8] ^ mask);
    if (!refuses(ByteView{memory, good.size})) return false;
    memory[bit / 8] = static_cast<uint8_t>(memory[bit / 8] ^ mask);
  }
  for (size_t size = 0; size < good.size; ++size) {
    if (!refuses(ByteView{memory, size})) return false;
  }
  return true;
}

}  // namespace sl::target
