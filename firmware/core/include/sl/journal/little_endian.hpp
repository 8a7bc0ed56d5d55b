// Numbers as flash holds them, which is how every chip of ours does too.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers lie in flash as in memory");

template <class T>
void put_little_endian(uint8_t* at, T value) {
  memcpy(at, &value, sizeof value);
}

template <class T>
T get_little_endian(const uint8_t* at) {
  T value;
  memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace sl
