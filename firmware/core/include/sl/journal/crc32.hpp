// CRC-32 of IEEE 802.3, 3.2.9 (reflected, polynomial 0x04C11DB7): tells a whole record from one that a power cut tore.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

/// `before` is the CRC of the bytes in front of these, so that a long span is taken in pieces.
uint32_t crc32(ByteView bytes, uint32_t before = 0);

}  // namespace sl
