#include "sl/peer/frame.hpp"

#include <doctest/doctest.h>

#include "sodium_crypto.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

linux_port::SodiumCrypto crypto;

Bytes<32> key_of(const Json& vector) {
  Bytes<32> key;
  REQUIRE(key.assign(view(unhex(vector["key"]))));
  return key;
}

/// What a receiver with this key does with the bytes: "" when it believes them.
std::string refusal(const Bytes<32>& key, const Memory& bytes) {
  if (!parse_peer(view(bytes)).ok()) return "malformed";
  return verify_peer(crypto, key, view(bytes)) ? "" : "bad_mac";
}

}  // namespace

TEST_CASE("peer.json: a frame is made of its parts and read back into them") {
  for (const Json& vector : read_vectors("peer")["valid"]) {
    CAPTURE(vector.dump());
    PeerFrame frame;
    const std::string kind = vector["kind"];
    REQUIRE(find_named(text(kind), frame.kind));
    frame.epoch = vector["epoch"];
    frame.counter = vector["counter"];
    frame.latch = device_id(vector["latch"]);
    REQUIRE(frame.nonce.assign(view(unhex(vector["nonce"]))));
    const PeerBytes bytes = seal_peer(crypto, key_of(vector), frame);
    CHECK(hex(bytes) == vector["bytes"]);

    const Result<PeerFrame> read = parse_peer(bytes);
    REQUIRE(read.ok());
    CHECK(read.value.kind == frame.kind);
    CHECK(read.value.epoch == frame.epoch);
    CHECK(read.value.counter == frame.counter);
    CHECK(read.value.latch.text() == frame.latch.text());
    CHECK(read.value.nonce == frame.nonce);
    CHECK(verify_peer(crypto, key_of(vector), bytes));
  }
}

TEST_CASE("peer.json: what is invalid is refused for its reason") {
  for (const Json& vector : read_vectors("peer")["invalid"]) {
    CAPTURE(vector.dump());
    CHECK(refusal(key_of(vector), unhex(vector["bytes"])) == vector["error"]);
  }
}

TEST_CASE("peer.json: no frame is believed that differs in a bit or is cut") {
  for (const Json& vector : read_vectors("peer")["valid"]) {
    const Bytes<32> key = key_of(vector);
    each_spoilt(unhex(vector["bytes"]), [&](const Memory& bad) { CHECK(refusal(key, bad) != ""); });
  }
}

TEST_CASE("a frame whose latch is no device id is refused before its MAC is looked at") {
  Memory bytes = unhex(read_vectors("peer")["valid"][0]["bytes"]);
  bytes[14] = 'M';
  CHECK(parse_peer(view(bytes)).status == Status::malformed);
}
