#include "sl/nfc/tap_url.hpp"

#include <doctest/doctest.h>

#include "support/pn532_bench.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

bool reads(const std::string& rest, uint8_t code = 0) {
  CredentialProof proof;
  return read_tap_url({code, text(rest)}, proof) == Status::ok;
}

}  // namespace

TEST_CASE("the URL that a card says is read with and without an origin, in either case") {
  for (const std::string& url : {tap_path(), "https://door.example" + tap_path(), "https://d" + tap_path()}) {
    CAPTURE(url);
    CredentialProof proof;
    REQUIRE(read_tap_url({0, text(url)}, proof) == Status::ok);
    CHECK(proof.kind == CredentialKind::ntag424);
    CHECK(proof.key_id == 7);
    CHECK(ByteView(proof.picc) == view(unhex(picc_hex)));
    CHECK(ByteView(proof.mac) == view(unhex(mac_hex)));
  }
  std::string lower = tap_path();
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  CHECK(reads(lower));
}

TEST_CASE("an identifier code stands for the beginning of the URL") {
  CHECK(reads("door.example" + tap_path(), 0x04));
  CHECK(reads("door.example" + tap_path(), 0x02));
  CHECK(reads(tap_path(), 0x02));  // https://www./t?...: as the grammar of the platform has it
  CHECK_FALSE(reads(tap_path(), 0x04));
  CHECK_FALSE(reads("https://door.example" + tap_path(), 0x04));
  for (const int code : {0x01, 0x03, 0x05, 0x06, 0x1d, 0x23, 0xff}) {
    CAPTURE(code);
    CHECK_FALSE(reads("door.example" + tap_path(), static_cast<uint8_t>(code)));
    CHECK_FALSE(reads(tap_path(), static_cast<uint8_t>(code)));
  }
}

TEST_CASE("a key id is 0 to 255 without leading zeros") {
  for (const int id : {0, 1, 10, 99, 100, 255}) CHECK(reads(tap_path(id)));
  for (const std::string id : {"256", "999", "1000", "07", "00", "-7", "+7", " 7", "", "7a", "0x7"}) {
    CAPTURE(id);
    CHECK_FALSE(reads("/t?k=" + id + "&p=" + picc_hex + "&c=" + mac_hex));
  }
}

// The table of packages/core/src/credential/tap-url.test.ts.
TEST_CASE("a URL that is not exactly that of a card is refused") {
  const std::string p = picc_hex;
  const std::string c = mac_hex;
  const std::string refused[] = {
      "",
      "/u?k=7&p=" + p + "&c=" + c,
      "http://door.example" + tap_path(),
      "/t?p=" + p + "&c=" + c,
      "/t?k=7&p=" + p.substr(2) + "&c=" + c,
      "/t?k=7&p=" + p + "00&c=" + c,
      "/t?k=7&p=" + p + "&c=" + c + "00",
      "/t?k=7&p=" + p + "&c=" + c.substr(1),
      "/t?k=7&p=XY" + p.substr(2) + "&c=" + c,
      "/t?k=7&c=" + c + "&p=" + p,
      tap_path() + "&k=8",
      tap_path() + "#x",
      tap_path() + "\n",
      "https://" + std::string(254, 'a') + tap_path(),
      "https://" + tap_path(),
      "https://door.example/app" + tap_path(),
      "https://door.example?x" + tap_path(),
      "HTTPS://door.example" + tap_path(),
      " " + tap_path(),
  };
  for (const std::string& url : refused) {
    CAPTURE(url);
    CHECK_FALSE(reads(url));
  }
  CHECK(reads("https://" + std::string(253, 'a') + tap_path()));
  CHECK(reads(std::string(249, 'a') + tap_path(), 0x02));
  CHECK_FALSE(reads(std::string(250, 'a') + tap_path(), 0x02));
}

TEST_CASE("every truncation of a URL is refused, and leaves the proof as it was") {
  const std::string url = tap_url_of();
  for (size_t size = 0; size < url.size(); ++size) {
    CredentialProof proof;
    proof.uid_size = 7;
    CHECK(read_tap_url({0, Text{url.data(), size}}, proof) == Status::bad_shape);
    CHECK(proof.uid_size == 7);
  }
}

TEST_CASE("a message that is one short URI record is read") {
  const rig::Octets file = rig::ndef_file_of(tap_url_of());
  NdefUri uri;
  REQUIRE(read_ndef_uri(ByteView{file.data(), file.size()}.from(2), uri) == Status::ok);
  CHECK(uri.code == 0x04);
  CHECK(str(uri.rest) == "door.example" + tap_path());
}

TEST_CASE("a message of another shape is refused") {
  for (const std::string& message : {
           std::string(""), std::string("d1"), std::string("d1010155"), std::string("d10100550461"),
           std::string("d10103550461"),            // longer than it is
           std::string("d1010155046161"),          // shorter than it is
           std::string("9101025504615101025504") + "61",  // two records
           std::string("d1010254046100"),          // a text record
           std::string("d5010255046100"),          // of an unknown type
           std::string("d90102015504" "6161"),     // with an id
           std::string("c101000000025504" "61"),   // a long record
       }) {
    CAPTURE(message);
    const Memory bytes = unhex(message);
    NdefUri uri;
    CHECK(read_ndef_uri(view(bytes), uri) == Status::bad_shape);
  }
}
