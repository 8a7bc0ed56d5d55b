// A reader on a simulated PN532, and a clock that only a test moves.
#pragma once
#include <doctest/doctest.h>

#include <vector>

#include "rig/pn532_chip.hpp"
#include "rig/type4_card.hpp"
#include "sl/nfc/nfc_reader.hpp"

namespace sl::test {

class ManualClock final : public IClock {
 public:
  ClockMs now_ms() override { return ms; }
  Ms ms = 1'000;
};

/// The card of NXP AN12196: what it said when it was read for the 61st time.
inline const char* const picc_hex = "EF963FF7828658A599F3041510671E88";
inline const char* const mac_hex = "94EED9EE65337086";
inline std::string tap_path(int key_id = 7) {
  return "/t?k=" + std::to_string(key_id) + "&p=" + picc_hex + "&c=" + mac_hex;
}
inline std::string tap_url_of(int key_id = 7) { return "https://door.example" + tap_path(key_id); }

struct ReaderBench {
  explicit ReaderBench(NfcPower power = NfcPower::mains) : reader(chip, power) {}

  /// Steps the reader a millisecond at a time; everything that it says is kept in `events`, and returned.
  std::vector<NfcEvent> run(Ms for_ms) {
    std::vector<NfcEvent> said;
    for (const Ms until = clock.ms + for_ms; clock.ms < until; ++clock.ms) {
      const NfcEvent event = reader.step(clock.ms);
      if (event.kind != NfcEventKind::none) said.push_back(event);
    }
    events.insert(events.end(), said.begin(), said.end());
    return said;
  }
  /// Until the reader looks for cards and its `reader_ready` is told.
  void start() {
    const std::vector<NfcEvent> said = run(150);
    REQUIRE(said.size() == 1);
    REQUIRE(said[0].kind == NfcEventKind::reader_ready);
    events.clear();
  }
  size_t heard(NfcEventKind kind) const {
    size_t count = 0;
    for (const NfcEvent& event : events) count += event.kind == kind ? 1 : 0;
    return count;
  }
  uint32_t count(NfcCount what) const { return reader.counts()[what]; }

  ManualClock clock;
  rig::Pn532Chip chip{clock};
  NfcReader reader;
  std::vector<NfcEvent> events;
};

/// One event alone, of this kind.
inline bool only(const std::vector<NfcEvent>& events, NfcEventKind kind) {
  return events.size() == 1 && events[0].kind == kind;
}

}  // namespace sl::test
