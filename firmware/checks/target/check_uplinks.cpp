// uplink.json, frames.json
#include "checks.hpp"
#include "report.hpp"
#include "software_crypto.hpp"

namespace sl::target {

namespace {

SoftwareCrypto crypto;

Bytes<32> key_of(ByteView bytes) {
  Bytes<32> key;
  key.assign(bytes);
  return key;
}

/// As the server judges, with the core's own parser: the picture of a frame must have the hash of its header.
Expected judge(const UplinkVector& vector, ByteView bytes) {
  const Result<Uplink> uplink = parse_uplink(bytes);
  if (!uplink.ok()) return Expected::refused;
  if (!verify_uplink(crypto, uplink.value, key_of(vector.key), device_of(vector.device), vector.topic)) {
    return Expected::bad_mac;
  }
  if (!vector.is_frame) return uplink.value.rest.empty() ? Expected::good : Expected::refused;
  FrameHeader header;
  if (decode(uplink.value.payload, header) != Status::ok) return Expected::refused;
  Hash hash;
  crypto.sha256(uplink.value.rest, hash);
  return hash == header.sha256 ? Expected::good : Expected::hash_mismatch;
}

}  // namespace

void check_uplinks() {
  begin("uplink.json and frames.json");
  for (const UplinkVector& vector : uplink_vectors) {
    next();
    check(judge(vector, vector.bytes) == vector.expected, "believed, or refused for its reason");
    if (vector.expected != Expected::good) continue;
    check(each_spoilt_is(vector.bytes, [&](ByteView bad) { return judge(vector, bad) != Expected::good; }),
          "no copy with another bit or length is believed");
    if (vector.is_frame) continue;
    const DeviceId device = device_of(vector.device);
    const UplinkKey key{vector.key_version, key_of(vector.key)};
    static uint8_t out[512];
    const Topic topic = parse_topic(vector.topic, device).value;
    check(seal_uplink(crypto, key, device, topic, vector.payload, out) == vector.bytes, "sealed into the same bytes");
  }
}

}  // namespace sl::target
