// One command to the PN532 and its answer over SPI (UM0701-02, 6.2.2 and 6.2.5), a bus transfer or two at a step:
//   command -> ACK within 15 ms -> answer. A spoilt answer is asked for again with a NACK; a late one is given up with an ACK.
#pragma once
#include "sl/nfc/nfc_counts.hpp"
#include "sl/nfc/pn532_frame.hpp"
#include "sl/ports.hpp"

namespace sl {

/// `silent`: no ACK to any try. `garbled`: what came is no frame. `late`: acknowledged, never answered. `refused`: the
/// chip's error frame.
enum class Pn532Outcome : uint8_t { pending, done, silent, garbled, late, refused };

class Pn532Exchange {
 public:
  Pn532Exchange(INfc& bus, NfcCounts& counts) : bus_(bus), counts_(counts) {}

  /// Begins a command; one that was under way is forgotten, as the chip forgets it (6.2.2). At most
  /// limits::nfc_command_bytes of parameters.
  void send(Ms now, uint8_t code, ByteView parameters, Ms answer_within_ms);
  Pn532Outcome step(Ms now);
  /// After `done`, until the next `send`: the answer behind its code.
  ByteView answer() const { return answer_; }
  /// Selects the chip, which wakes it from a power-down, and says nothing.
  void wake();
  void count_anew(Ms by) { deadline_ -= by; }

 private:
  enum class Stage : uint8_t { idle, ack, answer };

  bool ready();
  bool transfer(ByteSpan out, ByteSpan in);
  void write_command(Ms now);
  void write_short(const uint8_t (&frame)[6]);
  Pn532Outcome step_ack(Ms now);
  Pn532Outcome step_answer(Ms now);
  Pn532Outcome end(Pn532Outcome outcome);

  INfc& bus_;
  NfcCounts& counts_;
  Stage stage_ = Stage::idle;
  uint8_t code_ = 0;
  uint8_t command_size_ = 0;
  uint8_t tries_ = 0;
  Ms answer_within_ms_ = 0;
  Ms deadline_ = 0;
  ByteView answer_;
  /// The command until it is acknowledged, then its answer.
  uint8_t frame_[limits::nfc_frame_bytes];
};

}  // namespace sl
