// Plays events of a latch, one JSON object a line on stdin, and tells on stdout what each step did and left behind. The test
// beside it gives the same events to device-sim/src/latch/step.ts and compares the lines, letter for letter.
#include <iostream>

#include "differential/read_event.hpp"
#include "differential/tell_step.hpp"
#include "sl/latch/step.hpp"

namespace {

using sl::test::Json;

/// Begins anew: another latch, or this one after a reboot.
void restart(sl::LatchState& state, const Json& line) {
  state = sl::LatchState();
  state.boot.assign(sl::test::view(sl::test::unhex(line.at("boot"))));
  state.timing.bolt_ms = line.at("boltMs");
  state.timing.bolt_retries = line.at("boltRetries");
}

void play(sl::LatchState& state, sl::test::EventReader& reader, const Json& line) {
  sl::test::LineWriter told;
  sl::test::EffectsTeller effects(told);
  told.open('{').key("effects").open('[');
  sl::step(state, line.at("atMs"), reader.read(line), effects);
  tell(told.close(']').key("state"), state);
  sl::test::moment_in(told.key("nextMs"), sl::next_deadline_ms(state));
  std::cout << told.close('}').text() << '\n';
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  sl::test::EventReader reader;
  sl::LatchState state;
  for (std::string text; std::getline(std::cin, text);) {
    const Json line = Json::parse(text);
    const std::string is = line.at("is");
    if (is == "device") reader.be(line);
    else if (is == "restart") restart(state, line);
    else play(state, reader, line);
  }
  return 0;
}
