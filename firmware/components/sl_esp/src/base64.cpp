#include "sl_esp/base64.hpp"

#include "mbedtls/base64.h"

namespace sl::esp {

std::string base64url(ByteView bytes) {
  std::string text(4 * ((bytes.size + 2) / 3) + 1, '\0');
  size_t size = 0;
  mbedtls_base64_encode(reinterpret_cast<unsigned char*>(text.data()), text.size(), &size, bytes.data, bytes.size);
  text.resize(size);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

bool from_base64(const char* text, ByteSpan bytes) {
  size_t size = 0;
  const int status = mbedtls_base64_decode(bytes.data, bytes.size, &size,
                                           reinterpret_cast<const unsigned char*>(text), strlen(text));
  return status == 0 && size == bytes.size;
}

}  // namespace sl::esp
