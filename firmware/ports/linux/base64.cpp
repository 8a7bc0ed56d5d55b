#include "base64.hpp"

#include <sodium.h>

namespace sl::linux_port {

namespace {

std::string encode(ByteView bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data, bytes.size, variant);
  text.pop_back();  // the terminating zero
  return text;
}

}  // namespace

std::string base64(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string base64url(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

bool from_base64(const std::string& text, ByteSpan bytes) {
  size_t size = 0;
  return sodium_base642bin(bytes.data, bytes.size, text.data(), text.size(), nullptr, &size, nullptr,
                           sodium_base64_VARIANT_ORIGINAL) == 0 &&
         size == bytes.size;
}

}  // namespace sl::linux_port
