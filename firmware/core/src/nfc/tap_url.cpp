#include "sl/nfc/tap_url.hpp"

namespace sl {

namespace {

// The identifier codes whose beginnings the grammar allows (URI RTD 1.0, table 3).
constexpr uint8_t code_none = 0x00;
constexpr uint8_t code_https_www = 0x02;
constexpr uint8_t code_https = 0x04;

/// Reads a text from its front; sticky: after what was not expected nothing matches any more.
class Scanner {
 public:
  explicit Scanner(Text text) : left_(text) {}

  bool skip(Text expected) {
    if (!ok_ || left_.size < expected.size || Text{left_.data, expected.size} != expected) return ok_ = false;
    drop(expected.size);
    return true;
  }
  bool starts_with(Text expected) const {
    Scanner ahead = *this;
    return ahead.skip(expected);
  }
  /// Characters up to one that ends a host.
  size_t host() {
    size_t count = 0;
    while (count < left_.size && left_.data[count] != '/' && left_.data[count] != '?' && left_.data[count] != '#') ++count;
    drop(count);
    return count;
  }
  /// 0..255 in decimal, no leading zeros.
  uint8_t key_id() {
    unsigned value = 0;
    size_t digits = 0;
    while (digits < left_.size && digits < 3 && left_.data[digits] >= '0' && left_.data[digits] <= '9') {
      value = value * 10 + static_cast<unsigned>(left_.data[digits++] - '0');
    }
    if (digits == 0 || value > 0xff || (digits > 1 && left_.data[0] == '0')) ok_ = false;
    drop(digits);
    return static_cast<uint8_t>(value & 0xff);
  }
  void hex(ByteSpan into) {
    for (size_t i = 0; i < into.size && ok_; ++i) {
      const int high = digit();
      const int low = digit();
      if (ok_) into.data[i] = static_cast<uint8_t>(high << 4 | low);
    }
  }
  void fail_unless(bool good) { ok_ = ok_ && good; }
  bool at_end() const { return ok_ && left_.empty(); }

 private:
  void drop(size_t count) { left_ = {left_.data + count, left_.size - count}; }
  int digit() {
    const char c = ok_ && !left_.empty() ? left_.data[0] : '\0';
    drop(left_.empty() ? 0 : 1);
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    ok_ = false;
    return 0;
  }

  Text left_;
  bool ok_ = true;
};

/// `https://` and 1 to 253 characters of host, a part of which the code may stand for; or nothing at all.
void skip_origin(Scanner& url, uint8_t code) {
  constexpr Text https = "https://";
  constexpr Text www = "www.";
  url.fail_unless(code == code_none || code == code_https || code == code_https_www);
  if (code == code_none && !url.starts_with(https)) return;
  if (code == code_none) url.skip(https);
  const size_t host = (code == code_https_www ? www.size : 0) + url.host();
  url.fail_unless(host >= 1 && host <= limits::url_host_chars);
}

}  // namespace

Status read_ndef_uri(ByteView message, NdefUri& uri) {
  // MB, ME and SR set, well-known type; type length 1, payload length, "U"; then the code and at least nothing.
  constexpr size_t head = 4;
  const bool one_uri = message.size > head && message[0] == 0xd1 && message[1] == 1 && message[3] == 'U';
  if (!one_uri || message[2] != message.size - head) return Status::bad_shape;
  uri.code = message[head];
  const ByteView rest = message.from(head + 1);
  uri.rest = {reinterpret_cast<const char*>(rest.data), rest.size};
  return Status::ok;
}

Status read_tap_url(const NdefUri& uri, CredentialProof& proof) {
  CredentialProof read;
  read.kind = CredentialKind::ntag424;
  Scanner url(uri.rest);
  skip_origin(url, uri.code);
  url.skip("/t?k=");
  read.key_id = url.key_id();
  url.skip("&p=");
  url.hex(read.picc.span());
  url.skip("&c=");
  url.hex(read.mac.span());
  if (!url.at_end()) return Status::bad_shape;
  proof = read;
  return Status::ok;
}

}  // namespace sl
