#include "sl/journal/crc32.hpp"

namespace sl {

uint32_t crc32(ByteView bytes, uint32_t before) {
  // A bit at a time, without a table: flash is slower than this anyway.
  uint32_t crc = ~before;
  for (const uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

}  // namespace sl
