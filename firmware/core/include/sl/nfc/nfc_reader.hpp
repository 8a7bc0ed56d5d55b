// The reader of a latch: a PN532 behind INfc, polled without ever waiting. In the order in which it happens:
//   reset -> configure -> look for a card -> read it -> say what it proved -> field off until the next look
// One presentation is taken once: the card must leave before the next is. Two cards at a time are both refused. A reader
// that falls silent, or talks nonsense, is reset by its hardware line; whoever calls is told each time.
#pragma once
#include "sl/nfc/pn532_commands.hpp"
#include "sl/nfc/pn532_exchange.hpp"
#include "sl/nfc/tap_url.hpp"
#include "sl/nfc/type4.hpp"

namespace sl {

/// On mains the chip stays awake between looks; on batteries it sleeps (0.045 instead of 36 mA, docs/power.md).
enum class NfcPower : uint8_t { mains, battery };

enum class NfcEventKind : uint8_t { none, tap, two_cards, unreadable, reader_reset, reader_ready };
template <>
struct Names<NfcEventKind> {
  static constexpr char all[] = "none\0" "tap\0" "two_cards\0" "unreadable\0" "reader_reset\0" "reader_ready\0";
};

/// Why the reader was reset.
enum class NfcFault : uint8_t { none, silent, garbled, late, refused, wrong_chip };
template <>
struct Names<NfcFault> {
  static constexpr char all[] = "none\0" "silent\0" "garbled\0" "late\0" "refused\0" "wrong_chip\0";
};

struct NfcEvent {
  NfcEventKind kind = NfcEventKind::none;
  /// Of a `tap`; otherwise it says nothing.
  CredentialProof credential;
  /// Of the last `reader_reset`.
  NfcFault fault = NfcFault::none;
};

class NfcReader {
 public:
  NfcReader(INfc& bus, NfcPower power) : bus_(bus), power_(power), link_(bus, counts_) {}

  /// Does what is due, in at most four bus transfers, and says what came of it. To be called again at `next_step_ms`, or
  /// whenever there is time: earlier does no harm, later only makes it slower.
  NfcEvent step(Ms now);
  /// The moment from which a step has something to do; in the past when it already has.
  Ms next_step_ms() const { return due_ms_; }
  void count_anew(Ms by);
  const NfcCounts& counts() const { return counts_; }

 private:
  enum class Phase : uint8_t {
    reset, boot, wake, rest_to_retry, rest, exchange,
    // From here on each asks the chip for one thing: `ask`.
    sam, version, retries, look, field_off_to_retry, field_off, power_down,
  };
  /// `reading`: the card in the field is not taken yet. `held`: it is, or was refused, and has to leave.
  enum class Presence : uint8_t { empty, reading, held };

  NfcEventKind next(Ms now);
  bool waits() const;
  void after_wait(Ms now);
  NfcEventKind after_answer(Ms now);
  NfcEventKind after_failure(Ms now, Pn532Outcome outcome);
  NfcEventKind on_version(Ms now);
  NfcEventKind on_look(Ms now);
  NfcEventKind on_no_card(Ms now);
  NfcEventKind on_one_card(Ms now, const Pn532Targets& targets);
  NfcEventKind on_two_cards(Ms now);
  NfcEventKind on_exchange(Ms now);
  NfcEventKind on_whole_file(Ms now);
  NfcEventKind on_unread(Ms now);

  void wait(Phase phase, Ms until_ms);
  void command(Ms now, Phase phase, uint8_t code, ByteView parameters, Ms within_ms);
  void ask(Ms now, Phase phase);
  void look(Ms now);
  void next_apdu(Ms now);
  void rest(Ms now);
  NfcEventKind take(Ms now);
  NfcEventKind refuse(Ms now, NfcEventKind why);
  NfcEventKind fault(Ms now, NfcFault why);

  INfc& bus_;
  NfcPower power_;
  Phase phase_ = Phase::reset;
  Presence presence_ = Presence::empty;
  bool configured_ = false;
  uint8_t target_ = 0;
  uint8_t tries_ = 0;
  uint8_t misses_ = 0;
  uint8_t resets_in_row_ = 0;
  NfcFault fault_ = NfcFault::none;
  Ms due_ms_ = 0;
  Ms looked_ms_ = 0;
  Ms presented_ms_ = 0;
  CredentialProof credential_;
  NfcCounts counts_;
  Pn532Exchange link_;
  Type4Reader file_;
};

}  // namespace sl
