#include "sl/nfc/pn532_frame.hpp"

namespace sl {

namespace {

constexpr uint8_t to_chip = 0xd4;
constexpr uint8_t to_host = 0xd5;
constexpr uint8_t syntax_error = 0x7f;
constexpr size_t data_max = 255;
/// Preamble and start code.
constexpr uint8_t pn532_head[] = {0x00, 0x00, 0xff};

uint8_t sum(ByteView bytes) {
  uint8_t total = 0;
  for (const uint8_t byte : bytes) total = static_cast<uint8_t>(total + byte);
  return total;
}

}  // namespace

Pn532Frame pn532_read_frame(ByteView bytes) {
  // 6.2.1.6: a preamble may have any length; the start code 00 FF ends it.
  const uint8_t* at = bytes.begin();
  while (at < bytes.end() && *at == 0x00) ++at;
  if (at == bytes.begin() || bytes.end() - at < 3 || *at != 0xff) return {};
  const uint8_t length = at[1];
  const uint8_t check = at[2];
  if (length == 0x00 && check == 0xff) return {Pn532FrameKind::ack, 0, {}};
  if (length == 0xff && check == 0x00) return {Pn532FrameKind::nack, 0, {}};
  // TFI and what follows it, then DCS.
  at += 3;
  const bool whole = length > 0 && static_cast<uint8_t>(length + check) == 0 && bytes.end() - at > length &&
                     sum({at, size_t{1} + length}) == 0;
  if (!whole) return {};
  if (length == 1 && *at == syntax_error) return {Pn532FrameKind::error, 0, {}};
  if (length < 2 || *at != to_host) return {};
  return {Pn532FrameKind::answer, at[1], {at + 2, length - size_t{2}}};
}

ByteView pn532_write_command(uint8_t code, ByteView parameters, ByteSpan memory) {
  const size_t length = 2 + parameters.size;
  const size_t size = pn532_overhead_bytes + 1 + parameters.size;
  if (length > data_max || size > memory.size) return {};
  uint8_t* to = memory.data;
  for (const uint8_t byte : pn532_head) *to++ = byte;
  *to++ = static_cast<uint8_t>(length);
  *to++ = static_cast<uint8_t>(0x100 - length);
  *to++ = to_chip;
  *to++ = code;
  for (const uint8_t byte : parameters) *to++ = byte;
  *to++ = static_cast<uint8_t>(0x100 - to_chip - code - sum(parameters));
  *to = 0x00;
  return {memory.data, size};
}

}  // namespace sl
