// What each word of the core looks and sounds like. No vendor header: a test holds it against the table of firmware/README.md.
#pragma once
#include "sl/latch/words.hpp"

namespace sl::latch_board {

/// A step of a pattern. Colour: 0xRRGGBB, of which the highest bit of each part counts. Tone: Hz, 0 for silence.
struct PanelStep {
  uint32_t colour;
  uint16_t tone_hz;
  uint16_t for_ms;
};

struct PanelPattern {
  const PanelStep* steps;
  uint8_t count;
  /// How often the steps are played; 0 for until another word is shown.
  uint8_t plays;
  /// A state of the latch, to which the panel comes back after a word that is none.
  bool is_state;
};

const PanelPattern& pattern_of(Shown what);

}  // namespace sl::latch_board
