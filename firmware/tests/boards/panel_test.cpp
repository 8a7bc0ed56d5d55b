#include "latch_esp32/main/panel_patterns.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace sl;
using namespace sl::latch_board;

namespace {

/// What an eye or an ear gets of a pattern.
std::string seen(const PanelPattern& pattern, bool by_ear) {
  std::string text;
  for (uint8_t i = 0; i < pattern.count; ++i) {
    const PanelStep& step = pattern.steps[i];
    text += std::to_string(by_ear ? step.tone_hz : step.colour) + "/" + std::to_string(step.for_ms) + " ";
  }
  return text;
}

Shown word(size_t i) { return static_cast<Shown>(i); }

}  // namespace

TEST_CASE("no two words of the panel look alike") {
  std::set<std::string> looks;
  for (size_t i = 0; i < count_of<Shown>(); ++i) looks.insert(seen(pattern_of(word(i)), false));
  CHECK(looks.size() == count_of<Shown>());
}

TEST_CASE("the three grades of a denial, an opened door and an alarm can be told apart with closed eyes") {
  std::set<std::string> sounds;
  for (const Shown what : {Shown::open, Shown::try_again, Shown::not_allowed, Shown::wait, Shown::alarm})
    sounds.insert(seen(pattern_of(what), true));
  CHECK(sounds.size() == 5);
}

TEST_CASE("the panel rests in silence, and comes back from every word to the latch's state") {
  for (const Shown what : {Shown::ready, Shown::no_server})
    for (uint8_t i = 0; i < pattern_of(what).count; ++i) CHECK(pattern_of(what).steps[i].tone_hz == 0);
  for (size_t i = 0; i < count_of<Shown>(); ++i) {
    const PanelPattern& pattern = pattern_of(word(i));
    CHECK(pattern.count > 0);
    CHECK((pattern.is_state || pattern.plays > 0));
  }
}
