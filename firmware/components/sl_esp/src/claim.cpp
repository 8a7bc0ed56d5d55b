#include "sl_esp/claim.hpp"

#include <string.h>

namespace sl::esp {

namespace {

constexpr const char* prefix = "smartlatch://claim?";
constexpr size_t uri_chars_max = 512;
constexpr size_t hash_chars = 43;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// application/x-www-form-urlencoded, as URLSearchParams writes it. False for a broken escape and for a control character.
bool decode(const std::string& text, std::string& out) {
  out.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    int c = text[i] == '+' ? ' ' : text[i];
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = high * 16 + low;
      i += 2;
    }
    if (c <= 0x20 || c >= 0x7f) return false;
    out.push_back(static_cast<char>(c));
  }
  return true;
}

bool is_base64url(const std::string& text, size_t min, size_t max) {
  if (text.size() < min || text.size() > max) return false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
  }
  return true;
}

std::string* field(Claim& claim, const std::string& name) {
  if (name == "u") return &claim.enrolment_url;
  if (name == "f") return &claim.ca_spki_sha256;
  if (name == "c") return &claim.code;
  if (name == "k") return &claim.kind;
  return nullptr;
}

bool is_whole(const Claim& claim) {
  const bool secure = claim.enrolment_url.rfind("https://", 0) == 0 && claim.enrolment_url.size() > strlen("https://");
  const bool kind_known = claim.kind.empty() || claim.kind == "latch" || claim.kind == "camera";
  return secure && kind_known && is_base64url(claim.ca_spki_sha256, hash_chars, hash_chars) &&
         is_base64url(claim.code, 16, 64);
}

}  // namespace

bool parse_claim(const std::string& uri, Claim& claim) {
  claim = {};
  if (uri.size() > uri_chars_max || uri.rfind(prefix, 0) != 0) return false;
  size_t at = strlen(prefix);
  while (at < uri.size()) {
    const size_t end = uri.find('&', at) == std::string::npos ? uri.size() : uri.find('&', at);
    const size_t equals = uri.find('=', at);
    if (equals != std::string::npos && equals < end) {
      std::string* const known = field(claim, uri.substr(at, equals - at));
      // A parameter that stands twice could mean one thing here and another elsewhere.
      if (known && !known->empty()) return false;
      if (known && !decode(uri.substr(equals + 1, end - equals - 1), *known)) return false;
    }
    at = end + 1;
  }
  while (!claim.enrolment_url.empty() && claim.enrolment_url.back() == '/') claim.enrolment_url.pop_back();
  return is_whole(claim);
}

}  // namespace sl::esp
