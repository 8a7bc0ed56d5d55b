// Reading the NDEF message of a card over ISO/IEC 14443-4: which APDU comes next, and what its answer means. No bus here.
// The capability container is not read: on an NTAG 424 DNA the NDEF file is always E104 (NT4H2421Gx, 8.2.3), and each
// exchange more is a moment longer that a hand must stay still.
#pragma once
#include "sl/limits.hpp"

namespace sl {

/// `not_ours`: the card itself said that it has no such application or file. `spoilt`: what came is no answer of a card.
enum class Type4Progress : uint8_t { more, whole, not_ours, spoilt };

class Type4Reader {
 public:
  void start();
  /// Appends the next command APDU.
  void write_next(ByteBuffer& apdu) const;
  Type4Progress on_answer(ByteView answer);
  /// After `whole`: the NDEF message.
  ByteView message() const;

 private:
  enum class Stage : uint8_t { application, file, read };

  Type4Progress on_part(ByteView part);
  size_t message_bytes() const { return static_cast<size_t>(file_[0]) << 8 | file_[1]; }
  size_t wanted() const;

  Stage stage_ = Stage::application;
  uint16_t have_ = 0;
  /// From its beginning: NLEN, then the message (NFC Forum Type 4 Tag 2.0, 5.1).
  uint8_t file_[limits::nfc_file_bytes];
};

}  // namespace sl
