#include "claim.hpp"

#include <algorithm>
#include <stdexcept>

namespace sl::linux_port {

namespace {

const std::string prefix = "smartlatch://claim?";
const std::string https = "https://";
constexpr size_t uri_chars_max = 2'048;
constexpr const char* help = ": copy the whole smartlatch://claim?... that the app shows when you add a latch or a camera";

[[noreturn]] void refuse(const std::string& what) { throw std::runtime_error(what + help); }

std::string trimmed(const std::string& text) {
  const char* const white = " \t\r\n";
  const size_t first = text.find_first_not_of(white);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// application/x-www-form-urlencoded, as URLSearchParams writes it. Nothing that a claim holds needs a control character.
std::string decode(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    int c = text[i] == '+' ? ' ' : static_cast<unsigned char>(text[i]);
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) refuse("not a whole claim (a broken % escape)");
      c = high * 16 + low;
      i += 2;
    }
    if (c <= 0x20 || c >= 0x7f) refuse("not a whole claim (white space or a control character in it)");
    out.push_back(static_cast<char>(c));
  }
  return out;
}

bool is_base64url(const std::string& text, size_t min, size_t max) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return text.size() >= min && text.size() <= max && std::all_of(text.begin(), text.end(), allowed);
}

std::string* field_of(Claim& claim, const std::string& name) {
  if (name == "u") return &claim.enrolment_url;
  if (name == "f") return &claim.ca_spki_sha256;
  if (name == "c") return &claim.code;
  if (name == "k") return &claim.kind;
  return nullptr;
}

void check(const Claim& claim) {
  const std::string& url = claim.enrolment_url;
  if (url.compare(0, https.size(), https) != 0 || url.size() == https.size())
    refuse("not a whole claim (enrolmentUrl must be an https:// address)");
  if (!is_base64url(claim.ca_spki_sha256, 43, 43))
    refuse("not a whole claim (caSpkiSha256 must be 43 characters of base64url)");
  if (!is_base64url(claim.code, 16, 64)) refuse("not a whole claim (code must be 16 to 64 characters of base64url)");
  if (!claim.kind.empty() && claim.kind != "latch" && claim.kind != "camera")
    refuse("not a whole claim (kind must be latch or camera)");
}

}  // namespace

Claim parse_claim(const std::string& uri) {
  const std::string text = trimmed(uri);
  if (text.size() > uri_chars_max || text.compare(0, prefix.size(), prefix) != 0) refuse("not a claim");
  Claim claim;
  for (size_t at = prefix.size(); at < text.size();) {
    const size_t end = std::min(text.find('&', at), text.size());
    const size_t equals = text.find('=', at);
    if (equals < end) {
      std::string* const field = field_of(claim, text.substr(at, equals - at));
      // A parameter that stands twice could mean one thing here and another elsewhere.
      if (field && !field->empty()) refuse("not a whole claim (a parameter stands in it twice)");
      if (field) *field = decode(text.substr(equals + 1, end - equals - 1));
    }
    at = end + 1;
  }
  while (!claim.enrolment_url.empty() && claim.enrolment_url.back() == '/') claim.enrolment_url.pop_back();
  check(claim);
  return claim;
}

}  // namespace sl::linux_port
