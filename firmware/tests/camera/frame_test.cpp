#include "sl/camera/frame.hpp"

#include <doctest/doctest.h>

#include "sodium_crypto.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("frames.json: header and picture are sealed into the very bytes") {
  linux_port::SodiumCrypto crypto;
  for (const Json& vector : read_vectors("frames")["valid"]) {
    CAPTURE(vector.dump());
    const Json& fields = vector["fields"];
    FrameHeader header;
    REQUIRE(header.nonce.assign(view(unhex(fields["nonce"]["hex"]))));
    header.latch = device_id(fields["latch"]);
    header.sequence = fields["sequence"];
    header.captured_at_ms = fields["capturedAtMs"];
    UplinkKey key;
    key.version = vector["keyVersion"];
    REQUIRE(key.key.assign(view(unhex(vector["key"]))));
    const DeviceId device = device_id(vector["device"]);
    const Memory jpeg = unhex(vector["jpeg"]);
    uint8_t out[512];
    const ByteView frame = seal_frame(crypto, key, device, header, view(jpeg), out);
    CHECK(hex(frame) == vector["bytes"]);
    CHECK(seal_frame(crypto, key, device, header, view(jpeg), {out, frame.size - 1}).empty());
    CHECK(seal_frame(crypto, key, device, header, {}, out).empty());
  }
}

TEST_CASE("the largest picture fits into a frame with the largest header") {
  linux_port::SodiumCrypto crypto;
  FrameHeader header;
  header.latch = device_id(std::string(26, 'a'));
  header.sequence = header.captured_at_ms = limits::count_max;
  const Memory jpeg(limits::jpeg_bytes, 0xff);
  Memory out(limits::frame_bytes);
  const UplinkKey key{255, {}};
  CHECK_FALSE(seal_frame(crypto, key, header.latch, header, view(jpeg), {out.data(), out.size()}).empty());
}
