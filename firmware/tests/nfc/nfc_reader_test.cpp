#include "support/pn532_bench.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

rig::Octets number(size_t bytes) {
  rig::Octets uid(bytes);
  for (size_t i = 0; i < bytes; ++i) uid[i] = static_cast<uint8_t>(0x04 + i);
  return uid;
}

}  // namespace

TEST_CASE("worked example: a card in software says its URL, and the reader yields the proof") {
  ReaderBench bench;
  // At power-on: reset line, wake-up, SAMConfiguration, GetFirmwareVersion, RFConfiguration, first look.
  bench.start();
  CHECK(bench.chip.resets == 1);

  // A hand comes. The card makes its URL when it is read, as secure dynamic messaging does.
  int readings = 0;
  rig::Type4Card card(number(7), [&readings] {
    ++readings;
    return tap_url_of(7);
  });
  bench.chip.put(card);
  const std::vector<NfcEvent> said = bench.run(200);

  // InListPassiveTarget, SELECT application, SELECT file, READ BINARY twice; then the field is off again.
  REQUIRE(only(said, NfcEventKind::tap));
  CHECK(said[0].credential.kind == CredentialKind::ntag424);
  CHECK(said[0].credential.key_id == 7);
  CHECK(ByteView(said[0].credential.picc) == view(unhex(picc_hex)));
  CHECK(ByteView(said[0].credential.mac) == view(unhex(mac_hex)));
  CHECK(readings == 1);
  CHECK_FALSE(bench.chip.field_on);
  CHECK(bench.count(NfcCount::taps_ntag424) == 1);
}

TEST_CASE("a tap takes less than 60 ms of the card's time at a step a millisecond") {
  ReaderBench bench;
  bench.start();
  rig::Type4Card card(number(7), tap_url_of());
  while (!bench.chip.field_on) bench.run(1);
  while (bench.chip.field_on) bench.run(1);
  bench.chip.put(card);
  while (!bench.chip.field_on) bench.run(1);
  const Ms from = bench.clock.ms;
  while (bench.heard(NfcEventKind::tap) == 0 && bench.clock.ms < from + 1'000) bench.run(1);
  CHECK(bench.clock.ms - from < 60);
}

TEST_CASE("a presentation is taken once, until the card has left") {
  ReaderBench bench;
  bench.start();
  rig::Type4Card card(number(7), tap_url_of());
  bench.chip.put(card);
  bench.run(3'000);
  CHECK(bench.heard(NfcEventKind::tap) == 1);

  // It flickers at the edge of the field: one look misses it, and later one more.
  for (int flickers = 0; flickers < 3; ++flickers) {
    bench.chip.take(card);
    bench.run(limits::nfc_poll_mains_ms);
    bench.chip.put(card);
    bench.run(1'000);
  }
  CHECK(bench.heard(NfcEventKind::tap) == 1);

  bench.chip.take(card);
  bench.run(limits::nfc_poll_mains_ms * (limits::nfc_gone_polls + 1));
  bench.chip.put(card);
  bench.run(1'000);
  CHECK(bench.heard(NfcEventKind::tap) == 2);
}

TEST_CASE("a card without an application is taken by its bare number of 4, 7 or 10 bytes") {
  for (const size_t bytes : {size_t{4}, size_t{7}, size_t{10}}) {
    CAPTURE(bytes);
    ReaderBench bench;
    bench.start();
    rig::Card card(number(bytes));
    bench.chip.put(card);
    const std::vector<NfcEvent> said = bench.run(300);
    REQUIRE(only(said, NfcEventKind::tap));
    CHECK(said[0].credential.kind == CredentialKind::uid);
    CHECK(said[0].credential.uid_size == bytes);
    CHECK(ByteView(said[0].credential.uid).from(0, bytes) == view(number(bytes)));
    CHECK(bench.count(NfcCount::taps_uid) == 1);
  }
}

TEST_CASE("a card that says another URL, or none, is taken by its bare number") {
  const std::string p = std::string("&p=") + picc_hex;
  for (const std::string& url :
       {std::string(""), std::string("https://example.com/"), tap_url_of() + "0", "http://door.example" + tap_path(),
        "https://door.example/t?k=300" + p + "&c=" + mac_hex}) {
    CAPTURE(url);
    ReaderBench bench;
    bench.start();
    rig::Type4Card card(number(7), url);
    bench.chip.put(card);
    const std::vector<NfcEvent> said = bench.run(300);
    REQUIRE(only(said, NfcEventKind::tap));
    CHECK(said[0].credential.kind == CredentialKind::uid);
    CHECK(bench.count(NfcCount::not_ours) == 1);
  }
}

TEST_CASE("a card without the NDEF application, or with a shorter file, is taken by its bare number") {
  struct Refusing : rig::Card {
    Refusing() : Card(number(7)) {
      sel_res = 0x20;
      ats = {0x06, 0x75, 0x77, 0x81, 0x02, 0x80};
    }
    rig::Octets answer(ByteView) override { return {0x6a, 0x82}; }
  };
  Refusing refusing;
  rig::Type4Card small(number(7), tap_url_of());
  small.file_bytes = 32;
  for (rig::Card* card : {static_cast<rig::Card*>(&refusing), static_cast<rig::Card*>(&small)}) {
    ReaderBench bench;
    bench.start();
    bench.chip.put(*card);
    const std::vector<NfcEvent> said = bench.run(300);
    REQUIRE(only(said, NfcEventKind::tap));
    CHECK(said[0].credential.kind == CredentialKind::uid);
  }
}

TEST_CASE("the longest URL that fits the file of an NTAG 424 DNA is read, and a longer one in a larger file is not") {
  const size_t host = limits::nfc_file_bytes - 2 - 5 - tap_path(255).size();
  for (const size_t more : {size_t{0}, size_t{1}}) {
    CAPTURE(more);
    ReaderBench bench;
    bench.start();
    rig::Type4Card card(number(7), "https://" + std::string(host + more, 'a') + tap_path(255));
    card.file_bytes = 512;
    bench.chip.put(card);
    const std::vector<NfcEvent> said = bench.run(300);
    REQUIRE(only(said, NfcEventKind::tap));
    CHECK(said[0].credential.kind == (more == 0 ? CredentialKind::ntag424 : CredentialKind::uid));
  }
}

TEST_CASE("on batteries the chip sleeps between looks, at their own period, and reads a card as well") {
  ReaderBench bench(NfcPower::battery);
  bench.start();
  CHECK(bench.chip.asleep);
  const uint32_t before = bench.count(NfcCount::polls);
  Ms awake = 0;
  for (Ms i = 0; i < 10'000; ++i) {
    bench.run(1);
    awake += bench.chip.asleep ? 0 : 1;
  }
  CHECK(bench.count(NfcCount::polls) - before == 10'000 / limits::nfc_poll_battery_ms);
  CHECK(awake < 10'000 / 10);
  CHECK(bench.count(NfcCount::command_resends) == 0);

  rig::Type4Card card(number(7), tap_url_of());
  bench.chip.put(card);
  CHECK(only(bench.run(limits::nfc_poll_battery_ms + 100), NfcEventKind::tap));
  bench.run(100);
  CHECK(bench.chip.asleep);
}

TEST_CASE("a caller that comes only when it is due, or far too seldom, gets the same tap") {
  for (const Ms slack : {Ms{0}, Ms{40}}) {
    CAPTURE(slack);
    ReaderBench bench;
    rig::Type4Card card(number(7), tap_url_of());
    bench.chip.put(card);
    std::vector<NfcEvent> said;
    unsigned steps = 0;
    for (; bench.clock.ms < 5'000; ++steps) {
      const NfcEvent event = bench.reader.step(bench.clock.ms);
      if (event.kind != NfcEventKind::none) said.push_back(event);
      bench.clock.ms = std::max(bench.clock.ms, bench.reader.next_step_ms()) + slack;
    }
    REQUIRE(said.size() == 2);
    CHECK(said[0].kind == NfcEventKind::reader_ready);
    CHECK(said[1].kind == NfcEventKind::tap);
    CHECK(said[1].credential.kind == CredentialKind::ntag424);
    CHECK(steps < 1'000);
  }
}
