#include "sl/codec/big_endian.hpp"

namespace sl {

void put_big_endian(uint8_t* at, uint64_t value, size_t bytes) {
  for (; bytes > 0; value >>= 8) at[--bytes] = static_cast<uint8_t>(value);
}

uint64_t get_big_endian(ByteView bytes) {
  uint64_t value = 0;
  for (const uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

}  // namespace sl
