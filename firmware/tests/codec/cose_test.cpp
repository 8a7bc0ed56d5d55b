#include "sl/codec/cose.hpp"

#include <doctest/doctest.h>

#include "sodium_crypto.hpp"
#include "support/message_json.hpp"
#include "support/signed.hpp"

using namespace sl;
using namespace sl::test;

namespace {

linux_port::SodiumCrypto crypto;

Bytes<32> key_of(const Json& vector) { return fixed<32>(vector["key"]); }

/// RFC 5869 with an empty salt and one block.
Bytes<32> hkdf(ByteView secret, const std::string& info) {
  Hash extracted, expanded;
  const Bytes<32> no_salt{};
  crypto.hmac_sha256(no_salt, &secret, 1, extracted);
  const uint8_t first = 1;
  const ByteView pieces[] = {text(info).bytes(), {&first, 1}};
  crypto.hmac_sha256(extracted, pieces, 2, expanded);
  return expanded;
}

/// What a receiver does with an uplink: "" when it believes it.
std::string uplink_refusal(const Json& vector, const Memory& bytes) {
  const Result<Uplink> uplink = parse_uplink(view(bytes));
  if (!uplink.ok()) return "malformed";
  const std::string topic = vector["topic"];
  const DeviceId device = device_id(vector["device"]);
  return verify_uplink(crypto, uplink.value, key_of(vector), device, text(topic)) ? "" : "bad_mac";
}

std::string frame_refusal(const Json& vector, const Memory& bytes) {
  const std::string refusal = uplink_refusal(vector, bytes);
  if (!refusal.empty()) return refusal;
  const Uplink uplink = parse_uplink(view(bytes)).value;
  FrameHeader header;
  if (decode(uplink.payload, header) != Status::ok) return "malformed";
  Hash hash;
  crypto.sha256(uplink.rest, hash);
  return hash == header.sha256 ? "" : "hash_mismatch";
}

/// The first three errors of the vectors need not be told apart.
std::string error_of(const Json& vector) {
  const std::string error = vector["error"];
  return error == "bad_mac" || error == "hash_mismatch" ? error : "malformed";
}

template <class Message>
void run_signed(const char* name) {
  for (const Json& vector : read_vectors(name)["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    const Opened<Message> opened = open<Message>(crypto, vector, bytes);
    CHECK(opened.ok);
    CHECK(json(opened.message) == vector["fields"]);
    each_spoilt(bytes, [&](const Memory& bad) { CHECK_FALSE(open<Message>(crypto, vector, bad).ok); });
  }
  for (const Json& vector : read_vectors(name)["invalid"]) {
    CAPTURE(vector.dump());
    const Opened<Message> opened = open<Message>(crypto, vector, unhex(vector["bytes"]));
    CHECK_FALSE(opened.ok);
    CHECK(str(name_of(opened.reason)) == vector["reason"]);
  }
}

}  // namespace

TEST_CASE("uplink.json: keys are derived from the secrets of the site") {
  for (const Json& vector : read_vectors("uplink")["uplinkKeys"]) {
    const Memory secret = unhex(vector["siteSecret"]);
    CHECK(hkdf(view(secret), "uplink" + std::string(vector["device"])) == key_of(vector));
  }
  for (const Json& vector : read_vectors("uplink")["peerKeys"]) {
    const Memory secret = unhex(vector["siteSecret"]);
    const std::string latch = vector["latch"], camera = vector["camera"];
    CHECK(hkdf(view(secret), "peer" + latch + camera + std::to_string(int(vector["epoch"]))) == key_of(vector));
  }
}

TEST_CASE("uplink.json: a payload is sealed into the very bytes, also in place") {
  for (const Json& vector : read_vectors("uplink")["valid"]) {
    CAPTURE(vector.dump());
    const Memory payload = unhex(vector["payload"]);
    const std::string topic = vector["topic"];
    const DeviceId device = device_id(vector["device"]);
    const UplinkKey key{vector["keyVersion"], key_of(vector)};
    const Topic row = parse_topic(text(topic), device).value;
    uint8_t out[512];
    CHECK(hex(seal_uplink(crypto, key, device, row, view(payload), out)) == vector["bytes"]);
    std::copy(payload.begin(), payload.end(), out);
    CHECK(hex(seal_uplink(crypto, key, device, row, {out, payload.size()}, out)) == vector["bytes"]);
    CHECK(seal_uplink(crypto, key, device, row, view(payload), {out, payload.size() + 40}).empty());
  }
}

TEST_CASE("uplink.json: what is valid is believed, and nothing that differs in a bit or is cut") {
  for (const Json& vector : read_vectors("uplink")["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    CHECK(uplink_refusal(vector, bytes) == "");
    CHECK(parse_uplink(view(bytes)).value.rest.empty());
    each_spoilt(bytes, [&](const Memory& bad) { CHECK(uplink_refusal(vector, bad) != ""); });
  }
  for (const Json& vector : read_vectors("uplink")["invalid"]) {
    CAPTURE(vector.dump());
    CHECK(uplink_refusal(vector, unhex(vector["bytes"])) == error_of(vector));
  }
}

TEST_CASE("frames.json: the header, and that what follows it has its hash") {
  for (const Json& vector : read_vectors("frames")["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    CHECK(frame_refusal(vector, bytes) == "");
    const Uplink uplink = parse_uplink(view(bytes)).value;
    CHECK(hex(uplink.rest) == vector["jpeg"]);
    CHECK(bytes.size() - uplink.rest.size == vector["headBytes"]);
    FrameHeader header;
    REQUIRE(decode(uplink.payload, header) == Status::ok);
    CHECK(json(header) == vector["fields"]);
    each_spoilt(bytes, [&](const Memory& bad) { CHECK(frame_refusal(vector, bad) != ""); });
  }
  for (const Json& vector : read_vectors("frames")["invalid"]) {
    CAPTURE(vector.dump());
    CHECK(frame_refusal(vector, unhex(vector["bytes"])) == error_of(vector));
  }
}

TEST_CASE("commands.json: opened, or refused with the reason, and no copy with another bit or length is opened") {
  run_signed<Command>("commands");
}

TEST_CASE("desired.json: opened, or refused with the reason, and no copy with another bit or length is opened") {
  run_signed<DesiredMessage>("desired");
}
