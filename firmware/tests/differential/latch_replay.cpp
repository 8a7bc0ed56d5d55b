// Plays events of a latch, one JSON object a line on stdin, and tells on stdout what each step did and left behind. The test
// beside it gives the same events to device-sim/src/latch/step.ts and compares the lines, letter for letter.
#include <iostream>
#include <optional>

#include "differential/read_event.hpp"
#include "differential/tell_step.hpp"
#include "sl/device/device_clock.hpp"
#include "sl/latch/step.hpp"

namespace {

using sl::test::Json;

struct BoardClock final : sl::IClock {
  sl::ClockMs now = 0;
  sl::ClockMs now_ms() override { return now; }
};

/// Months pass between two events: the clock of the latch begins again, as on its device.
struct Time {
  BoardClock board;
  std::optional<sl::DeviceClock> device;
  void begin() { device.emplace(board); }
  sl::Ms at(sl::ClockMs now, sl::LatchState& state) {
    board.now = now;
    if (const sl::Ms by = device->turn()) state.count_anew(by);
    return device->now_ms();
  }
};

/// Begins anew: another latch, or this one after a reboot.
void restart(sl::LatchState& state, const Json& line) {
  state = sl::LatchState();
  state.boot.assign(sl::test::view(sl::test::unhex(line.at("boot"))));
  state.timing.bolt_ms = line.at("boltMs");
  state.timing.bolt_retries = line.at("boltRetries");
}

void play(sl::LatchState& state, Time& time, sl::test::EventReader& reader, const Json& line) {
  sl::test::LineWriter told;
  sl::test::EffectsTeller effects(told);
  told.open('{').key("effects").open('[');
  const sl::test::Moments moments{time.at(line.at("atMs"), state)};
  sl::step(state, moments.now_ms, reader.read(line), effects);
  tell(told.close(']').key("state"), state, moments);
  moments.tell(told.key("nextMs"), sl::next_deadline_ms(state));
  std::cout << told.close('}').text() << '\n';
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  sl::test::EventReader reader;
  sl::LatchState state;
  Time time;
  for (std::string text; std::getline(std::cin, text);) {
    const Json line = Json::parse(text);
    const std::string is = line.at("is");
    if (is == "device") reader.be(line);
    else if (is == "restart") time.begin(), restart(state, line);
    else play(state, time, reader, line);
  }
  return 0;
}
