// Bytes as lower-case hex: how they cross the rig's socket and stand in the log.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sl/bytes.hpp"

namespace sl::linux_port {

std::string hex_of(ByteView bytes);
/// Nothing for an odd count of characters and for any but 0-9, a-f.
std::optional<std::vector<uint8_t>> bytes_of_hex(const std::string& hex);

}  // namespace sl::linux_port
