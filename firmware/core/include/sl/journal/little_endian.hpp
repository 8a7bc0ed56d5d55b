// Numbers as flash holds them.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

template <class T>
void put_little_endian(uint8_t* at, T value) {
  for (size_t i = 0; i < sizeof(T); ++i) at[i] = static_cast<uint8_t>(value >> 8 * i);
}

template <class T>
T get_little_endian(const uint8_t* at) {
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) value |= static_cast<uint64_t>(at[i]) << 8 * i;
  return static_cast<T>(value);
}

}  // namespace sl
