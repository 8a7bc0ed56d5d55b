#include "sl_esp/manifest.hpp"


namespace sl::esp {

namespace {

constexpr const char* first_line = "smart-latch-image 1";
constexpr size_t lines = 6;
constexpr size_t text_bytes_max = 512;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Decimal digits alone, without a zero in front.
bool read_number(const std::string& text, uint32_t& number) {
  if (text.empty() || text.size() > 9 || (text.size() > 1 && text[0] == '0')) return false;
  number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<uint32_t>(c - '0');
  }
  return true;
}

bool read_version(const std::string& text, uint32_t (&parts)[3]) {
  size_t at = 0;
  for (size_t i = 0; i < 3; ++i) {
    const size_t dot = i < 2 ? text.find('.', at) : text.size();
    if (dot == std::string::npos || !read_number(text.substr(at, dot - at), parts[i])) return false;
    at = dot + 1;
  }
  return true;
}

}  // namespace

bool from_hex(const std::string& text, ByteSpan bytes) {
  if (text.size() != 2 * bytes.size) return false;
  for (size_t i = 0; i < bytes.size; ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes.data[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return true;
}

bool open_manifest(ICrypto& crypto, const std::string& text, const Bytes<32>& release_key, const std::string& board,
                   Manifest& manifest) {
  std::string line[lines];
  size_t at = 0;
  size_t signed_bytes = 0;
  for (size_t i = 0; i < lines; ++i) {
    const size_t end = text.find('\n', at);
    if (text.size() > text_bytes_max || end == std::string::npos) return false;
    if (i + 1 == lines) signed_bytes = at;
    line[i] = text.substr(at, end - at);
    at = end + 1;
  }
  Bytes<64> signature;
  if (at != text.size() || !from_hex(line[5], signature.span())) return false;
  const ByteView before_signature = {reinterpret_cast<const uint8_t*>(text.data()), signed_bytes};
  if (!crypto.ed25519_verify(release_key, before_signature, signature)) return false;
  uint32_t parts[3];
  const bool whole = line[0] == first_line && line[1] == board && read_version(line[2], parts) &&
                     read_number(line[3], manifest.bytes) && from_hex(line[4], manifest.sha256.span());
  manifest.board = line[1];
  manifest.version = line[2];
  return whole;
}

bool is_newer(const std::string& offered, const std::string& running) {
  uint32_t theirs[3];
  uint32_t ours[3];
  if (!read_version(offered, theirs) || !read_version(running, ours)) return false;
  for (size_t i = 0; i < 3; ++i) {
    if (theirs[i] != ours[i]) return theirs[i] > ours[i];
  }
  return false;
}

}  // namespace sl::esp
