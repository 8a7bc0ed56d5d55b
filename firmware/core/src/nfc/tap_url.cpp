#include "sl/nfc/tap_url.hpp"

namespace sl {

namespace {

// The identifier codes whose beginnings the grammar allows (URI RTD 1.0, table 3).
constexpr uint8_t code_none = 0x00;
constexpr uint8_t code_https_www = 0x02;
constexpr uint8_t code_https = 0x04;

constexpr Text key_name = "/t?k=", picc_name = "&p=", mac_name = "&c=";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Everything behind the origin has its length, so the text is read from its end. False for what was not expected.

bool take_end(Text& text, Text expected) {
  if (text.size < expected.size) return false;
  text.size -= expected.size;
  return Text{text.data + text.size, expected.size} == expected;
}

/// The value of a digit; 16 for none.
unsigned hex_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const auto letter = static_cast<unsigned>((c | 0x20) - 'a');
  return letter < 6 ? letter + 10 : 16;
}

/// `name` and the digits of so many bytes.
bool take_hex(Text& text, Text name, ByteSpan into) {
  if (text.size < 2 * into.size) return false;
  text.size -= 2 * into.size;
  for (size_t i = 0; i < 2 * into.size; ++i) {
    const unsigned digit = hex_value(text.data[text.size + i]);
    if (digit > 15) return false;
    into.data[i / 2] = static_cast<uint8_t>(unsigned{into.data[i / 2]} << 4 | digit);
  }
  return take_end(text, name);
}

/// `name` and 0 to 255 in decimal, no leading zeros.
bool take_key_id(Text& text, Text name, uint8_t& id) {
  unsigned value = 0;
  size_t digits = 0;
  for (unsigned unit = 1; digits < text.size && digits < 3; ++digits, unit *= 10) {
    const char c = text.data[text.size - 1 - digits];
    if (!is_digit(c)) break;
    value += static_cast<unsigned>(c - '0') * unit;
  }
  if (digits == 0 || value > UINT8_MAX) return false;
  text.size -= digits;
  id = static_cast<uint8_t>(value);
  return (digits == 1 || text.data[text.size] != '0') && take_end(text, name);
}

/// `https://` and 1 to 253 characters of host, a part of which the code may stand for; or nothing at all.
bool is_origin(uint8_t code, Text text) {
  constexpr Text https = "https://";
  constexpr size_t www_chars = 4;
  if (code == code_none) {
    if (text.empty()) return true;
    if (text.size < https.size || Text{text.data, https.size} != https) return false;
    text = {text.data + https.size, text.size - https.size};
  }
  for (const uint8_t c : text.bytes()) {
    if (c == '/' || c == '?' || c == '#') return false;
  }
  const size_t host = (code == code_https_www ? www_chars : 0) + text.size;
  return (code == code_none || code == code_https || code == code_https_www) && host >= 1 && host <= limits::url_host_chars;
}

}  // namespace

Status read_ndef_uri(ByteView message, NdefUri& uri) {
  // MB, ME and SR set, well-known type; type length 1, payload length, "U"; then the code and at least nothing.
  constexpr size_t head = 4;
  const bool one_uri = message.size > head && message[0] == 0xd1 && message[1] == 1 && message[3] == 'U';
  if (!one_uri || message[2] != message.size - head) return Status::bad_shape;
  uri.code = message[head];
  uri.rest = {reinterpret_cast<const char*>(message.data + head + 1), message.size - head - 1};
  return Status::ok;
}

Status read_tap_url(const NdefUri& uri, CredentialProof& proof) {
  CredentialProof read = proof;
  read.kind = CredentialKind::ntag424;
  Text rest = uri.rest;
  const bool is_ours = take_hex(rest, mac_name, read.mac.span()) && take_hex(rest, picc_name, read.picc.span()) &&
                       take_key_id(rest, key_name, read.key_id) && is_origin(uri.code, rest);
  if (!is_ours) return Status::bad_shape;
  proof = read;
  return Status::ok;
}

}  // namespace sl
