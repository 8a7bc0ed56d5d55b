#include "reader_chip.hpp"

namespace sl::target {

namespace {

constexpr uint8_t status_read = 0x02, data_write = 0x01, data_read = 0x03;  // 6.2.5
constexpr uint8_t from_host = 0xd4, from_chip = 0xd5;
constexpr uint8_t get_firmware_version = 0x02, in_list_passive_target = 0x4a, in_data_exchange = 0x40;
constexpr uint8_t acknowledgement[] = {0x00, 0x00, 0xff, 0x00, 0xff, 0x00};
constexpr size_t frame_head = 5;  // preamble, start code, LEN, LCS

constexpr uint8_t container[] = {0x00, 0x17, 0x20, 0x00, 0x40, 0x00, 0x40, 0x04, 0x06, 0xe1, 0x04, 0x01, 0x00, 0x00, 0x00};
constexpr Text tap = "door.example/t?k=1&p=884121c9ae6b602c2ae531308785c2ca&c=36e22142d8058874";
constexpr uint8_t ndef_head[] = {0x00, tap.size + 5, 0xd1, 0x01, tap.size + 1, 0x55, 0x04};  // one short URI record, https://

/// The NDEF file: what one READ BINARY asks of it.
void read_file(size_t offset, size_t count, ByteBuffer& answer) {
  for (size_t at = offset; at < offset + count; ++at) {
    const size_t in_text = at - sizeof ndef_head;
    answer.append(at < sizeof ndef_head ? ndef_head[at] : in_text < tap.size ? static_cast<uint8_t>(tap.data[in_text]) : uint8_t{0});
  }
}

}  // namespace

bool ReaderChip::transfer(ByteView out, ByteSpan in) {
  const uint8_t direction = out[0];
  if (direction == data_write && out.size > frame_head + 2 && out[6] == from_host) {
    hear(out.from(7, out[4] - size_t{1}));
  } else if (direction == status_read) {
    in.data[1] = saying_ == Saying::nothing ? 0 : 1;
  } else if (direction == data_read) {
    ByteBuffer said(in.from(1));
    const bool first = saying_ == Saying::acknowledgement;
    said.append(first ? ByteView{acknowledgement, sizeof acknowledgement} : ByteView{answer_, answer_size_});
    saying_ = first ? Saying::answer : Saying::nothing;
  }
  return true;
}

/// Code and parameters of a command; the answer is ready once the ACK was read.
void ReaderChip::hear(ByteView data) {
  ByteBuffer answer(answer_);
  const uint8_t head[] = {0x00, 0x00, 0xff, 0, 0, from_chip, static_cast<uint8_t>(data[0] + 1)};
  answer.append({head, sizeof head});
  if (data[0] == get_firmware_version) {
    const uint8_t version[] = {0x32, 0x01, 0x06, 0x07};
    answer.append({version, sizeof version});
  } else if (data[0] == in_list_passive_target) {
    const uint8_t target[] = {0x01, 0x01, 0x03, 0x44, 0x20, 0x07, 0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6};
    answer.append(has_card ? ByteView{target, sizeof target} : ByteView{head, 1});
  } else if (data[0] == in_data_exchange) {
    answer.append(uint8_t{0});
    card_answer(data.from(2), answer);
  }
  const size_t length = answer.size() - frame_head;
  answer_[3] = static_cast<uint8_t>(length);
  answer_[4] = static_cast<uint8_t>(0x100 - length);
  uint8_t sum = 0;
  for (const uint8_t byte : answer.view().from(frame_head)) sum = static_cast<uint8_t>(sum + byte);
  answer.append(static_cast<uint8_t>(0x100 - sum));
  answer.append(uint8_t{0});
  answer_size_ = answer.size();
  saying_ = Saying::acknowledgement;
}

/// SELECT and READ BINARY of ISO/IEC 7816-4.
void ReaderChip::card_answer(ByteView apdu, ByteBuffer& answer) {
  if (apdu[1] == 0xa4 && apdu[2] == 0x00) ndef_selected_ = apdu[6] == 0x04;
  if (apdu[1] == 0xb0) {
    const size_t offset = size_t{apdu[2]} << 8 | apdu[3], count = apdu[4];
    if (ndef_selected_) read_file(offset, count, answer);
    else answer.append(ByteView{container, sizeof container}.from(offset, count));
  }
  const uint8_t ok[] = {0x90, 0x00};
  answer.append({ok, sizeof ok});
}

}  // namespace sl::target
