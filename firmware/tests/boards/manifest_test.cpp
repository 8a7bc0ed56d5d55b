#include "sl_esp/manifest.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "sodium_crypto.hpp"

using namespace sl;
using namespace sl::esp;

namespace {

linux_port::SodiumCrypto crypto;

/// Made by firmware/tools/sign-image.ts with the key of RFC 8032, 7.1, test 1.
std::string signed_manifest() {
  std::ifstream file(std::string(VECTORS_FOLDER) + "/../../../firmware/tests/boards/latch_esp32.manifest");
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE(text.str().size() > 0);
  return text.str();
}

Bytes<32> release_key() {
  Bytes<32> key;
  REQUIRE(from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", key.span()));
  return key;
}

bool opens(const std::string& text, const std::string& board = "latch_esp32") {
  Manifest manifest;
  return open_manifest(crypto, text, release_key(), board, manifest);
}

}  // namespace

TEST_CASE("a manifest says what image it is for, once its signature holds") {
  Manifest manifest;
  REQUIRE(open_manifest(crypto, signed_manifest(), release_key(), "latch_esp32", manifest));
  CHECK(manifest.board == "latch_esp32");
  CHECK(manifest.version == "1.10.0");
  CHECK(manifest.bytes == 22);
  Hash hash;
  const std::string image = "an image of 22 bytes..";
  crypto.sha256({reinterpret_cast<const uint8_t*>(image.data()), image.size()}, hash);
  CHECK(manifest.sha256 == hash);
}

TEST_CASE("a manifest with any bit flipped, cut anywhere, or with anything behind it is refused") {
  const std::string good = signed_manifest();
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      // Hex digits of a signature mean the same in either case.
      if (tolower(bad[i]) == good[i] && isalpha(good[i]) && i > good.rfind('\n', good.size() - 2)) continue;
      CHECK_FALSE(opens(bad));
    }
    CHECK_FALSE(opens(good.substr(0, i)));
  }
  CHECK_FALSE(opens(good + "\n"));
}

TEST_CASE("a manifest for another board, or signed by another key, is refused") {
  CHECK_FALSE(opens(signed_manifest(), "camera_esp_eye"));
  Bytes<32> other = release_key();
  other.data[0] ^= 1;
  Manifest manifest;
  CHECK_FALSE(open_manifest(crypto, signed_manifest(), other, "latch_esp32", manifest));
}

TEST_CASE("versions are ordered as numbers, and what is none is never newer") {
  CHECK(is_newer("1.10.0", "1.9.3"));
  CHECK(is_newer("2.0.0", "1.99.99"));
  CHECK_FALSE(is_newer("1.9.3", "1.9.3"));
  CHECK_FALSE(is_newer("1.9.3", "1.10.0"));
  for (const char* bad : {"", "1.2", "1.2.3.4", "1.02.3", "1.2.-3", "1.2.3-rc1", "9999999999.0.0"}) CHECK_FALSE(is_newer(bad, "1.0.0"));
}
