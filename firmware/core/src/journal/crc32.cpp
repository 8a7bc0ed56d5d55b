#include "sl/journal/crc32.hpp"

namespace sl {

uint32_t crc32(ByteView bytes, uint32_t before) {
  // Half a byte at a time: 64 bytes of table instead of 1024, and flash is slower than this anyway.
  static constexpr uint32_t table[16] = {
      0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
      0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };
  uint32_t crc = ~before;
  for (const uint8_t byte : bytes) {
    crc = table[(crc ^ byte) & 15] ^ crc >> 4;
    crc = table[(crc ^ byte >> 4) & 15] ^ crc >> 4;
  }
  return ~crc;
}

}  // namespace sl
