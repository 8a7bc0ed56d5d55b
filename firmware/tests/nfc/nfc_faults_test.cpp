// Each thing that goes wrong at a reader: what is said, and that it goes on afterwards.
#include "support/pn532_bench.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

const rig::Octets seven = {0x04, 0xde, 0x5f, 0x1e, 0xac, 0xc0, 0x40};

/// A bench whose reader runs, and a card of ours that is not in the field yet.
struct Presentation : ReaderBench {
  Presentation() { start(); }
  bool reads_the_card_now() {
    chip.take_all();
    run(limits::nfc_poll_mains_ms * 4);
    events.clear();
    chip.before_exchange = nullptr;
    chip.put(card);
    run(400);
    return only(events, NfcEventKind::tap) && events[0].credential.kind == CredentialKind::ntag424;
  }

  rig::Type4Card card{seven, tap_url_of()};
};

}  // namespace

// ---- the card ----

TEST_CASE("a card removed half-way proves nothing, not even its number") {
  for (int exchanges = 0; exchanges < 4; ++exchanges) {
    CAPTURE(exchanges);
    Presentation bench;
    int left = exchanges;
    bench.chip.before_exchange = [&bench, &left] {
      if (left-- == 0) bench.chip.take(bench.card);
    };
    bench.chip.put(bench.card);
    CHECK(only(bench.run(1'000), NfcEventKind::unreadable));
    CHECK(bench.count(NfcCount::removed) == 1);
    CHECK(bench.count(NfcCount::resets) == 0);
    CHECK(bench.reads_the_card_now());
  }
}

TEST_CASE("a card that was lost for a moment is read anew within the same presentation") {
  Presentation bench;
  int exchange = 0;
  bench.chip.before_exchange = [&bench, &exchange] {
    // Away for the third exchange alone: the chip reports a timeout, and the card forgets everything.
    ++exchange;
    if (exchange == 3) bench.chip.take(bench.card);
    if (exchange == 4) bench.chip.before_exchange = nullptr;
  };
  bench.chip.put(bench.card);
  while (exchange < 3) bench.run(1);
  bench.chip.put(bench.card);
  CHECK(only(bench.run(500), NfcEventKind::tap));
  CHECK(bench.count(NfcCount::read_retries) == 1);
  CHECK(bench.count(NfcCount::card_errors) == 1);
}

TEST_CASE("a slow card is waited for, and one that is too slow is given up") {
  Presentation bench;
  bench.card.answer_ms = 120;
  bench.chip.put(bench.card);
  CHECK(only(bench.run(1'000), NfcEventKind::tap));
  CHECK(bench.count(NfcCount::slow_cards) == 0);

  Presentation other;
  other.card.answer_ms = limits::nfc_exchange_ms + 500;
  other.chip.put(other.card);
  const Ms from = other.clock.ms;
  while (other.events.empty() && other.clock.ms < from + 10'000) other.run(1);
  CHECK(only(other.events, NfcEventKind::unreadable));
  CHECK(other.clock.ms - from <= limits::nfc_presentation_ms + limits::nfc_exchange_ms);
  CHECK(other.count(NfcCount::slow_cards) == limits::nfc_read_tries);
  CHECK(other.chip.aborts == limits::nfc_read_tries);
  CHECK(other.count(NfcCount::resets) == 0);
  other.run(2'000);
  CHECK(other.events.size() == 1);
  other.card.answer_ms = 2;
  CHECK(other.reads_the_card_now());
}

TEST_CASE("a card whose answers are no answers is unreadable, said once, and never its number") {
  struct Mumbling : rig::Type4Card {
    Mumbling() : Type4Card(seven, tap_url_of()) {}
    rig::Octets answer(ByteView) override { return {0x90}; }
  };
  Presentation bench;
  Mumbling card;
  bench.chip.put(card);
  CHECK(only(bench.run(3'000), NfcEventKind::unreadable));
  CHECK(bench.count(NfcCount::card_errors) == limits::nfc_read_tries);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("the tries of a presentation end with its time") {
  struct Dawdling : rig::Type4Card {
    Dawdling() : Type4Card(seven, tap_url_of()) { answer_ms = 500; }
    rig::Octets answer(ByteView apdu) override {
      return apdu[1] == 0xb0 ? rig::Octets{0x90} : Type4Card::answer(apdu);
    }
  };
  Presentation bench;
  Dawdling card;
  bench.chip.put(card);
  CHECK(only(bench.run(6'000), NfcEventKind::unreadable));
  CHECK(bench.count(NfcCount::read_retries) == 1);
}

TEST_CASE("two cards are both refused, said once, until the field was empty") {
  Presentation bench;
  rig::Card second({0x01, 0x02, 0x03, 0x04});
  bench.chip.put(bench.card);
  bench.chip.put(second);
  CHECK(only(bench.run(2'000), NfcEventKind::two_cards));
  CHECK(bench.count(NfcCount::two_cards) == 1);
  // One of them left alone is still part of that presentation.
  bench.chip.take(second);
  CHECK(bench.run(2'000).empty());
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("a second card that joins a card already taken changes nothing") {
  Presentation bench;
  bench.chip.put(bench.card);
  CHECK(only(bench.run(300), NfcEventKind::tap));
  rig::Card second({0x01, 0x02, 0x03, 0x04});
  bench.chip.put(second);
  CHECK(bench.run(1'000).empty());
}

// ---- the line ----

TEST_CASE("a lost command and a spoilt ACK are sent again") {
  Presentation bench;
  bench.chip.faults.lost_commands = 2;
  bench.chip.put(bench.card);
  CHECK(only(bench.run(400), NfcEventKind::tap));
  CHECK(bench.count(NfcCount::command_resends) == 2);

  Presentation other;
  other.chip.faults.spoilt_acks = 2;
  other.chip.put(other.card);
  CHECK(only(other.run(400), NfcEventKind::tap));
  CHECK(other.count(NfcCount::command_resends) == 2);
  CHECK(other.count(NfcCount::bad_frames) == 2);
  CHECK(other.count(NfcCount::resets) == 0);
}

TEST_CASE("an answer with a wrong sum is asked for again with a NACK") {
  Presentation bench;
  bench.chip.put(bench.card);
  bench.chip.faults.spoilt_answers = limits::nfc_answer_tries - 1;
  CHECK(only(bench.run(400), NfcEventKind::tap));
  CHECK(bench.count(NfcCount::nacks) == limits::nfc_answer_tries - 1);
  CHECK(bench.count(NfcCount::resets) == 0);
}

TEST_CASE("the answer to another command is not taken for that to this one") {
  Presentation bench;
  unsigned stale = 1;
  bench.chip.faults.noise = [&stale](ByteSpan said) {
    // The first APDU is answered with an empty list of cards, whose sums are right.
    static const rig::Octets no_card = {0x00, 0x00, 0xff, 0x03, 0xfd, 0xd5, 0x4b, 0x00, 0xe0, 0x00};
    if (stale == 0 || said.size < 20 || said.data[7] != 0x41) return;
    --stale;
    std::copy(no_card.begin(), no_card.end(), said.data + 1);
  };
  bench.chip.put(bench.card);
  CHECK(only(bench.run(400), NfcEventKind::tap));
  CHECK(bench.events[0].credential.kind == CredentialKind::ntag424);
  CHECK(bench.count(NfcCount::nacks) == 1);
}

TEST_CASE("answers that stay garbled are the reader's fault: it is reset, told and goes on") {
  Presentation bench;
  bench.chip.faults.spoilt_answers = limits::nfc_answer_tries;
  const std::vector<NfcEvent> said = bench.run(500);
  REQUIRE(said.size() == 2);
  CHECK(said[0].kind == NfcEventKind::reader_reset);
  CHECK(said[0].fault == NfcFault::garbled);
  CHECK(said[1].kind == NfcEventKind::reader_ready);
  CHECK(bench.chip.resets == 2);
  CHECK(bench.reads_the_card_now());
}

// ---- the reader ----

TEST_CASE("a reader that went silent is reset by its line, counted and told, and works again") {
  Presentation bench;
  bench.chip.faults.silent_for_resets = 1;
  const std::vector<NfcEvent> said = bench.run(500);
  REQUIRE(said.size() == 2);
  CHECK(said[0].kind == NfcEventKind::reader_reset);
  CHECK(said[0].fault == NfcFault::silent);
  CHECK(said[1].kind == NfcEventKind::reader_ready);
  CHECK(bench.count(NfcCount::resets) == 1);
  CHECK(bench.chip.resets == 2);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("silences long apart are each ended at once") {
  Presentation bench;
  for (unsigned i = 1; i <= 2 * limits::nfc_quick_resets; ++i) {
    bench.chip.faults.silent_for_resets = 1;
    bench.run(1'000);
    CHECK(bench.heard(NfcEventKind::reader_ready) == i);
  }
}

TEST_CASE("silence is noticed within the ACK's time for each try") {
  Presentation bench;
  bench.chip.faults.silent_for_resets = 1;
  const Ms from = bench.clock.ms;
  while (bench.events.empty() && bench.clock.ms < from + 1'000) bench.run(1);
  const Ms ack_tries = limits::nfc_ack_ms * static_cast<Ms>(limits::nfc_command_tries);
  CHECK(bench.clock.ms - from <= limits::nfc_poll_mains_ms + ack_tries + 5);
}

TEST_CASE("a dead reader is reset with a pause between, for ever, and found again when it is back") {
  Presentation bench;
  bench.chip.faults.silent_for_resets = 1'000;
  bench.run(60'000);
  CHECK(bench.heard(NfcEventKind::reader_ready) == 0);
  const size_t resets = bench.heard(NfcEventKind::reader_reset);
  CHECK(resets >= limits::nfc_quick_resets + 4);
  CHECK(resets <= limits::nfc_quick_resets + 1 + 60'000 / limits::nfc_reset_pause_ms);
  bench.chip.faults.silent_for_resets = 1;
  bench.run(limits::nfc_reset_pause_ms + 1'000);
  CHECK(bench.heard(NfcEventKind::reader_ready) == 1);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("a bus that fails is counted, and the reader is back when it is") {
  Presentation bench;
  bench.chip.faults.bus_dead = true;
  bench.run(1'000);
  CHECK(bench.count(NfcCount::bus_errors) > 0);
  CHECK(bench.heard(NfcEventKind::reader_reset) > 0);
  bench.chip.faults.bus_dead = false;
  bench.run(limits::nfc_reset_pause_ms + 1'000);
  CHECK(bench.heard(NfcEventKind::reader_ready) == 1);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("a command that is acknowledged and never answered is given up in time") {
  Presentation bench;
  bench.chip.faults.unanswered = 1;
  const Ms from = bench.clock.ms;
  while (bench.events.empty() && bench.clock.ms < from + 5'000) bench.run(1);
  REQUIRE(only(bench.events, NfcEventKind::reader_reset));
  CHECK(bench.events[0].fault == NfcFault::late);
  CHECK(bench.clock.ms - from <= limits::nfc_poll_mains_ms + limits::nfc_list_ms + 5);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("the chip's error frame leads to a reset") {
  Presentation bench;
  bench.chip.faults.error_frames = 1;
  const std::vector<NfcEvent> said = bench.run(500);
  REQUIRE(said.size() == 2);
  CHECK(said[0].fault == NfcFault::refused);
  CHECK(bench.reads_the_card_now());
}

TEST_CASE("another chip on the bus is refused") {
  ReaderBench bench;
  bench.chip.faults.ic = 0x33;
  bench.run(1'000);
  CHECK(bench.heard(NfcEventKind::reader_ready) == 0);
  REQUIRE(bench.heard(NfcEventKind::reader_reset) > 0);
  CHECK(bench.events[0].fault == NfcFault::wrong_chip);
}

TEST_CASE("a reader that configures well and fails at every look is not reset without a pause") {
  Presentation bench;
  bench.chip.faults.noise = [](ByteSpan said) {
    // Every answer of InListPassiveTarget is spoilt.
    if (said.size > 7 && said.data[7] == 0x4b) said.data[8] ^= 0x01;
  };
  bench.run(60'000);
  CHECK(bench.heard(NfcEventKind::reader_reset) <= limits::nfc_quick_resets + 1 + 60'000 / limits::nfc_reset_pause_ms);
}

TEST_CASE("a reset in the middle of a reading takes the same presentation up again, and does so a bounded number of times") {
  Presentation bench;
  bench.chip.put(bench.card);
  bench.chip.before_exchange = [&bench] {
    bench.chip.faults.silent_for_resets = 1;
    bench.chip.before_exchange = nullptr;
  };
  const std::vector<NfcEvent> said = bench.run(1'500);
  REQUIRE(said.size() == 3);
  CHECK(said[0].kind == NfcEventKind::reader_reset);
  CHECK(said[1].kind == NfcEventKind::reader_ready);
  CHECK(said[2].kind == NfcEventKind::tap);
  CHECK(said[2].credential.kind == CredentialKind::ntag424);

  // Each reading of this card garbles the chip.
  Presentation stubborn;
  stubborn.chip.faults.noise = [](ByteSpan told) {
    if (told.size > 8 && told.data[7] == 0x41) told.data[8] ^= 0x01;
  };
  stubborn.chip.put(stubborn.card);
  stubborn.run(60'000);
  CHECK(stubborn.heard(NfcEventKind::tap) == 0);
  CHECK(stubborn.heard(NfcEventKind::unreadable) == 1);
  CHECK(stubborn.heard(NfcEventKind::reader_reset) == limits::nfc_read_tries);
}

TEST_CASE("a card held while the reader is reset is not taken twice") {
  Presentation bench;
  bench.chip.put(bench.card);
  bench.run(300);
  bench.chip.faults.silent_for_resets = 1;
  bench.run(1'000);
  CHECK(bench.heard(NfcEventKind::tap) == 1);
  CHECK(bench.heard(NfcEventKind::reader_reset) == 1);
}
