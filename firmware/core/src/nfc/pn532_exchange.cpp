#include "sl/nfc/pn532_exchange.hpp"

namespace sl {

void Pn532Exchange::send(Ms now, uint8_t code, ByteView parameters, Ms answer_within_ms) {
  code_ = code;
  answer_within_ms_ = answer_within_ms;
  answer_ = {};
  tries_ = 0;
  frame_[0] = pn532_spi::data_write;
  const ByteView frame = pn532_write_command(code, parameters, {frame_ + 1, sizeof frame_ - 1});
  command_size_ = static_cast<uint8_t>(1 + frame.size);
  write_command(now);
}

void Pn532Exchange::write_command(Ms now) {
  uint8_t ignored[1 + limits::nfc_command_bytes + pn532_overhead_bytes + 1];
  ++tries_;
  stage_ = Stage::ack;
  deadline_ = now + limits::nfc_ack_ms;
  if (command_size_ <= sizeof ignored) transfer({frame_, command_size_}, ignored);
}

void Pn532Exchange::write_short(const uint8_t (&frame)[6]) {
  uint8_t bytes[7] = {pn532_spi::data_write};
  memcpy(bytes + 1, frame, sizeof frame);
  transfer(bytes, bytes);
}

/// As many bytes in as out.
bool Pn532Exchange::transfer(ByteSpan out, ByteSpan in) {
  const bool good = bus_.transfer(out, {in.data, out.size});
  if (!good) counts_.add(NfcCount::bus_errors);
  return good;
}

void Pn532Exchange::wake() { static_cast<void>(ready()); }

bool Pn532Exchange::ready() {
  uint8_t bytes[2] = {pn532_spi::status_read, 0};
  return transfer(bytes, bytes) && (bytes[1] & pn532_spi::ready_bit) != 0;
}

Pn532Outcome Pn532Exchange::step(Ms now) {
  if (stage_ == Stage::ack) return step_ack(now);
  if (stage_ == Stage::answer) return step_answer(now);
  return Pn532Outcome::pending;
}

Pn532Outcome Pn532Exchange::end(Pn532Outcome outcome) {
  stage_ = Stage::idle;
  return outcome;
}

Pn532Outcome Pn532Exchange::step_ack(Ms now) {
  const bool came = ready();
  if (!came && now < deadline_) return Pn532Outcome::pending;
  if (came) {
    uint8_t bytes[1 + sizeof pn532_ack] = {pn532_spi::data_read};
    if (transfer(bytes, bytes) && pn532_read_frame({bytes + 1, sizeof bytes - 1}).kind == Pn532FrameKind::ack) {
      stage_ = Stage::answer;
      tries_ = 0;
      deadline_ = now + answer_within_ms_;
      return Pn532Outcome::pending;
    }
    counts_.add(NfcCount::bad_frames);
  }
  if (tries_ >= limits::nfc_command_tries) return end(came ? Pn532Outcome::garbled : Pn532Outcome::silent);
  counts_.add(NfcCount::command_resends);
  write_command(now);
  return Pn532Outcome::pending;
}

Pn532Outcome Pn532Exchange::step_answer(Ms now) {
  if (!ready()) {
    if (now < deadline_) return Pn532Outcome::pending;
    // 6.2.1.3: an ACK from the host ends the command that the chip still works at.
    write_short(pn532_ack);
    return end(Pn532Outcome::late);
  }
  memset(frame_, 0, sizeof frame_);
  frame_[0] = pn532_spi::data_read;
  const bool read = transfer(frame_, frame_);
  const Pn532Frame frame = read ? pn532_read_frame({frame_ + 1, sizeof frame_ - 1}) : Pn532Frame{};
  if (frame.kind == Pn532FrameKind::error) return end(Pn532Outcome::refused);
  if (frame.kind == Pn532FrameKind::answer && frame.code == static_cast<uint8_t>(code_ + 1)) {
    answer_ = frame.data;
    return end(Pn532Outcome::done);
  }
  counts_.add(NfcCount::bad_frames);
  if (++tries_ >= limits::nfc_answer_tries) return end(Pn532Outcome::garbled);
  // 6.2.1.4: the chip sends its last answer once more.
  counts_.add(NfcCount::nacks);
  write_short(pn532_nack);
  return Pn532Outcome::pending;
}

}  // namespace sl
