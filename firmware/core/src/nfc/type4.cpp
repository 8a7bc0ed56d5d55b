#include "sl/nfc/type4.hpp"

namespace sl {

namespace {

// NFC Forum Type 4 Tag 2.0, 5.4: SELECT by name, SELECT by file identifier; Le of the first is 0, the second wants none back.
constexpr uint8_t select_application[] = {0x00, 0xa4, 0x04, 0x00, 0x07, 0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
constexpr uint8_t select_ndef_file[] = {0x00, 0xa4, 0x00, 0x0c, 0x02, 0xe1, 0x04};
constexpr size_t nlen_bytes = 2;

}  // namespace

void Type4Reader::start() {
  stage_ = Stage::application;
  have_ = 0;
}

void Type4Reader::write_next(ByteBuffer& apdu) const {
  if (stage_ == Stage::application) return apdu.append({select_application, sizeof select_application});
  if (stage_ == Stage::file) return apdu.append({select_ndef_file, sizeof select_ndef_file});
  // READ BINARY after READ BINARY and nothing between: the counter of the card rises with the first alone, and all parts
  // belong to one message (NT4H2421Gx, 9.3.1 and 9.3.4).
  const uint8_t read[] = {0x00, 0xb0, static_cast<uint8_t>(have_ >> 8), static_cast<uint8_t>(have_ & 0xff),
                          static_cast<uint8_t>(wanted())};
  apdu.append({read, sizeof read});
}

/// Bytes of the next READ BINARY. The first takes NLEN and what comes with it at once.
size_t Type4Reader::wanted() const {
  if (have_ == 0) return limits::nfc_read_bytes;
  const size_t left = nlen_bytes + message_bytes() - have_;
  return left < limits::nfc_read_bytes ? left : limits::nfc_read_bytes;
}

Type4Progress Type4Reader::on_answer(ByteView answer) {
  if (answer.size < 2) return Type4Progress::spoilt;
  const ByteView part{answer.data, answer.size - 2};
  const uint8_t* status = part.end();
  if (status[0] != 0x90 || status[1] != 0x00) return Type4Progress::not_ours;
  if (stage_ == Stage::read) return on_part(part);
  stage_ = stage_ == Stage::application ? Stage::file : Stage::read;
  return Type4Progress::more;
}

Type4Progress Type4Reader::on_part(ByteView part) {
  // A shorter file than that of an NTAG 424 DNA is another card's.
  if (part.size != wanted()) return have_ == 0 ? Type4Progress::not_ours : Type4Progress::spoilt;
  memcpy(file_ + have_, part.data, part.size);
  have_ = static_cast<uint16_t>(have_ + part.size);
  if (message_bytes() > sizeof file_ - nlen_bytes) return Type4Progress::not_ours;
  return have_ >= nlen_bytes + message_bytes() ? Type4Progress::whole : Type4Progress::more;
}

ByteView Type4Reader::message() const { return {file_ + nlen_bytes, message_bytes()}; }

}  // namespace sl
