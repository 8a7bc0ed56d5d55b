// Base64 (RFC 4648, 4) and base64url without padding (RFC 4648, 5).
#pragma once
#include <string>

#include "sl/bytes.hpp"

namespace sl::esp {

std::string base64url(ByteView bytes);
/// Exactly as many bytes as the memory has; false for other text and for another length.
bool from_base64(const char* text, ByteSpan bytes);

}  // namespace sl::esp
