// Numbers as a network writes them, in as many bytes as there is room for.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

void put_big_endian(uint8_t* at, uint64_t value, size_t bytes);
uint64_t get_big_endian(ByteView bytes);

}  // namespace sl
