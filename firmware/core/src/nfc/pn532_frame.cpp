#include "sl/nfc/pn532_frame.hpp"

namespace sl {

namespace {

constexpr uint8_t to_chip = 0xd4;
constexpr uint8_t to_host = 0xd5;
constexpr uint8_t syntax_error = 0x7f;
constexpr size_t data_max = 255;

uint8_t sum(ByteView bytes) {
  uint8_t total = 0;
  for (const uint8_t byte : bytes) total = static_cast<uint8_t>(total + byte);
  return total;
}

/// TFI and what follows, whose sum was found right.
Pn532Frame read_data(ByteView data) {
  Pn532Frame frame;
  if (data.size == 1 && data[0] == syntax_error) frame.kind = Pn532FrameKind::error;
  if (data.size < 2 || data[0] != to_host) return frame;
  frame.kind = Pn532FrameKind::answer;
  frame.code = data[1];
  frame.data = data.from(2);
  return frame;
}

}  // namespace

Pn532Frame pn532_read_frame(ByteView bytes) {
  // 6.2.1.6: a preamble may have any length; the start code 00 FF ends it.
  size_t at = 0;
  while (at < bytes.size && bytes[at] == 0x00) ++at;
  if (at == 0 || bytes.size - at < 3 || bytes[at] != 0xff) return {};
  const uint8_t length = bytes[at + 1];
  const uint8_t check = bytes[at + 2];
  if (length == 0x00 && check == 0xff) return {Pn532FrameKind::ack, 0, {}};
  if (length == 0xff && check == 0x00) return {Pn532FrameKind::nack, 0, {}};
  const ByteView rest = bytes.from(at + 3);
  const bool whole = length > 0 && static_cast<uint8_t>(length + check) == 0 && rest.size > length;
  if (!whole || sum(rest.from(0, length + size_t{1})) != 0) return {};
  return read_data(rest.from(0, length));
}

ByteView pn532_write_command(uint8_t code, ByteView parameters, ByteSpan memory) {
  const size_t length = 2 + parameters.size;
  if (length > data_max) return {};
  ByteBuffer out(memory);
  const uint8_t head[] = {
      0x00, 0x00, 0xff, static_cast<uint8_t>(length), static_cast<uint8_t>(0x100 - length), to_chip, code};
  out.append({head, sizeof head});
  out.append(parameters);
  out.append(static_cast<uint8_t>(0x100 - to_chip - code - sum(parameters)));
  out.append(uint8_t{0x00});
  return out.view();
}

}  // namespace sl
