#include "sl/nfc/pn532_frame.hpp"

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

/// GetFirmwareVersion's answer as it stands in UM0701-02, 7.2.2, between zeros of the bus.
const Memory version_answer = unhex("0000ff06fad50332010607e800");

Pn532FrameKind kind_of(const std::string& bytes) {
  const Memory memory = unhex(bytes);
  return pn532_read_frame(view(memory)).kind;
}

}  // namespace

TEST_CASE("a command has the bytes of the manual") {
  uint8_t memory[32];
  CHECK(hex(pn532_write_command(0x02, {}, memory)) == "0000ff02fed4022a00");
  const uint8_t mode[] = {0x01, 0x14, 0x01};
  CHECK(hex(pn532_write_command(0x14, {mode, sizeof mode}, memory)) == "0000ff05fbd4140114010200");
}

TEST_CASE("a command that does not fit its memory or a normal frame is not written") {
  uint8_t memory[300];
  const Memory parameters(254, 0x00);
  CHECK(pn532_write_command(0x40, view(parameters), memory).empty());
  CHECK(pn532_write_command(0x40, view(parameters).from(0, 253), memory).size == 253 + 1 + pn532_overhead_bytes);
  CHECK(pn532_write_command(0x02, {}, ByteSpan(memory, 8)).empty());
}

TEST_CASE("an answer is read, whatever filling stands behind it") {
  Memory bytes = version_answer;
  bytes.resize(64, 0xff);
  const Pn532Frame frame = pn532_read_frame(view(bytes));
  CHECK(frame.kind == Pn532FrameKind::answer);
  CHECK(frame.code == 0x03);
  CHECK(hex(frame.data) == "32010607");
}

TEST_CASE("a preamble may be longer or shorter than one byte") {
  CHECK(kind_of("00000000ff00ff00") == Pn532FrameKind::ack);
  CHECK(kind_of("00ff00ff00") == Pn532FrameKind::ack);
  CHECK(kind_of("ff00ff00") == Pn532FrameKind::none);
}

TEST_CASE("ACK, NACK and the error frame are told apart") {
  CHECK(kind_of("0000ff00ff00") == Pn532FrameKind::ack);
  CHECK(kind_of("0000ffff0000") == Pn532FrameKind::nack);
  CHECK(kind_of("0000ff01ff7f8100") == Pn532FrameKind::error);
}

TEST_CASE("what is no answer to a host is none") {
  CHECK(kind_of("") == Pn532FrameKind::none);
  CHECK(kind_of("000000000000000000") == Pn532FrameKind::none);
  CHECK(kind_of("ffffffffffffffffff") == Pn532FrameKind::none);
  CHECK(kind_of("0000ff0000") == Pn532FrameKind::none);
  CHECK(kind_of("0000ff02fed4022a00") == Pn532FrameKind::none);  // a command, as from a short between the wires
  CHECK(kind_of("0000ff01ffd52b00") == Pn532FrameKind::none);    // no code
  CHECK(kind_of("0000ffffff0102fdd5034100") == Pn532FrameKind::none);  // extended
}

TEST_CASE("every single-bit flip and every truncation of an answer is refused") {
  each_spoilt(version_answer, [](const Memory& spoilt) {
    CAPTURE(hex(view(spoilt)));
    const Pn532Frame frame = pn532_read_frame(view(spoilt));
    const bool refused = frame.kind != Pn532FrameKind::answer;
    // Only the postamble, which carries nothing, may be other or missing; a preamble of one zero less is allowed (6.2.1.6).
    const bool same = frame.code == 0x03 && hex(frame.data) == "32010607";
    CHECK((refused || same));
  });
}
