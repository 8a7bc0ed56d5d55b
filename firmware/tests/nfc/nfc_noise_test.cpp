// Whatever bytes the chip sends: no crash (the sanitizers watch), no step without an end, no credential out of garbage.
#include <random>

#include "support/pn532_bench.hpp"
#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

constexpr unsigned seeds = 40;
constexpr Ms each_ms = 3'000;

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(engine_); }
  uint8_t byte() { return static_cast<uint8_t>(below(256)); }

 private:
  std::mt19937 engine_;
};

/// A bus that says random bytes, often with the beginnings of frames among them, and counts what is asked of it.
class RandomBus final : public INfc {
 public:
  explicit RandomBus(unsigned seed) : dice_(seed) {}
  bool transfer(ByteView out, ByteSpan in) override {
    ++transfers;
    if (out.size != in.size || dice_.below(50) == 0) return false;
    for (size_t i = 0; i < in.size; ++i) in.data[i] = dice_.byte();
    const rig::Octets beginning = dice_.below(2) == 0 ? rig::Octets{0x00, 0x00, 0xff, 0x00, 0xff, 0x00}
                                                     : rig::Octets{0x00, 0x00, 0xff, 0x0a, 0xf6, 0xd5};
    if (dice_.below(2) == 0) {
      for (size_t i = 0; i < beginning.size() && 1 + i < in.size; ++i) in.data[1 + i] = beginning[i];
    }
    return true;
  }
  void reset() override { ++resets; }

  unsigned transfers = 0;
  unsigned resets = 0;

 private:
  Dice dice_;
};

}  // namespace

TEST_CASE("random bytes from the chip never become a credential, and each step ends soon") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    RandomBus bus(seed);
    NfcReader reader(bus, seed % 2 == 0 ? NfcPower::mains : NfcPower::battery);
    for (Ms now = 0; now < each_ms; ++now) {
      bus.transfers = 0;
      CHECK(reader.step(now).kind != NfcEventKind::tap);
      CHECK(bus.transfers <= 4);
    }
    CHECK(bus.resets > 0);
  }
}

TEST_CASE("a real conversation with bits flipped at random yields the card's own proof or none") {
  unsigned taps = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    ReaderBench bench;
    rig::Type4Card card({0x04, 1, 2, 3, 4, 5, 6}, tap_url_of());
    bench.chip.faults.noise = [&dice](ByteSpan said) {
      // One bit at a time: what every sum must notice.
      if (dice.below(8) != 0) return;
      const unsigned at = dice.below(static_cast<unsigned>(said.size));
      said.data[at] = static_cast<uint8_t>(said.data[at] ^ (1u << dice.below(8)));
    };
    bench.chip.put(card);
    for (const NfcEvent& event : bench.run(each_ms)) {
      if (event.kind != NfcEventKind::tap) continue;
      ++taps;
      CHECK(event.credential.kind == CredentialKind::ntag424);
      CHECK(ByteView(event.credential.picc) == view(unhex(picc_hex)));
      CHECK(ByteView(event.credential.mac) == view(unhex(mac_hex)));
    }
  }
  CHECK(taps >= seeds / 2);
}

TEST_CASE("a card that says anything at all is taken by its number, or not at all") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    ReaderBench bench;
    rig::Type4Card card({0x04, 1, 2, 3, 4, 5, 6}, tap_url_of());
    card.next_file = [&dice] {
      // NLEN, the head of the record, `/t?k=` and `&p=` behind "door.example": a change there is never a proof. (The host, the
      // key id and the identifier code may be others.)
      static const size_t fixed[] = {0, 1, 2, 3, 4, 5, 19, 20, 21, 22, 23, 25, 26, 27};
      rig::Octets file = rig::ndef_file_of(tap_url_of());
      const size_t at = fixed[dice.below(sizeof fixed / sizeof fixed[0])];
      file[at] = static_cast<uint8_t>(file[at] ^ (1 + dice.below(255)));
      return file;
    };
    struct Any : rig::Type4Card {
      Any(Dice& with) : Type4Card({0x04, 1, 2, 3, 4, 5, 6}, tap_url_of()), dice(with) {}
      rig::Octets answer(ByteView) override {
        rig::Octets bytes(dice.below(80));
        for (uint8_t& byte : bytes) byte = dice.byte();
        if (bytes.size() >= 2 && dice.below(2) == 0) {
          bytes[bytes.size() - 2] = 0x90;
          bytes[bytes.size() - 1] = 0x00;
        }
        return bytes;
      }
      Dice& dice;
    } any(dice);
    bench.chip.put(seed % 2 == 0 ? static_cast<rig::Card&>(card) : any);
    for (const NfcEvent& event : bench.run(each_ms)) {
      if (event.kind == NfcEventKind::tap) CHECK(event.credential.kind == CredentialKind::uid);
    }
  }
}
