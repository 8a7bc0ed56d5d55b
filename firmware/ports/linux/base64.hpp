// Base64 (RFC 4648, 4) of keys in JSON, base64url without padding (5) of hashes and signatures.
#pragma once
#include <string>

#include "sl/bytes.hpp"

namespace sl::linux_port {

std::string base64(ByteView bytes);
std::string base64url(ByteView bytes);
/// Fills all of `bytes`; false when the text is no base64 of exactly so many.
bool from_base64(const std::string& text, ByteSpan bytes);

}  // namespace sl::linux_port
