#include "panel_patterns.hpp"

namespace sl::latch_board {

namespace {

constexpr uint32_t off = 0x000000;
constexpr uint32_t red = 0xff0000;
constexpr uint32_t green = 0x00ff00;
constexpr uint32_t blue = 0x0000ff;
constexpr uint32_t yellow = 0xffff00;
constexpr uint32_t white = 0xffffff;

constexpr uint16_t low = 400;
constexpr uint16_t middle = 1000;
constexpr uint16_t high = 2000;
constexpr uint16_t silent = 0;

// A blink of 50 ms in 3 s: somebody in the dark finds the reader, and batteries hardly notice.
constexpr PanelStep ready[] = {{white, silent, 50}, {off, silent, 2950}};
constexpr PanelStep reading[] = {{blue, middle, 60}, {blue, silent, 200}, {off, silent, 200}, {blue, silent, 200}};
constexpr PanelStep open[] = {{green, middle, 80}, {green, high, 160}, {green, silent, 5000}, {off, silent, 100}};
// Three grades of a denial, which can be told apart by sound alone and by colour alone.
constexpr PanelStep try_again[] = {{yellow, low, 120}, {yellow, silent, 1500}, {off, silent, 100}};
constexpr PanelStep not_allowed[] = {
    {red, low, 300}, {off, silent, 150}, {red, low, 300}, {red, silent, 1500}, {off, silent, 100}};
constexpr PanelStep wait[] = {{yellow, low, 80},  {off, silent, 80}, {yellow, low, 80},
                              {off, silent, 80},  {yellow, low, 80}, {yellow, silent, 1500},
                              {off, silent, 100}};
// Said before anybody waits for it.
constexpr PanelStep no_server[] = {{red, silent, 100}, {off, silent, 100}, {red, silent, 100}, {off, silent, 2700}};
constexpr PanelStep jammed[] = {{red, low, 200}, {yellow, silent, 800}};
constexpr PanelStep alarm[] = {{red, high, 250}, {white, low, 250}};

template <size_t N>
constexpr PanelPattern state(const PanelStep (&steps)[N], uint8_t plays = 0) {
  return {steps, static_cast<uint8_t>(N), plays, true};
}
template <size_t N>
constexpr PanelPattern word(const PanelStep (&steps)[N], uint8_t plays) {
  return {steps, static_cast<uint8_t>(N), plays, false};
}

/// One minute of the alarm; the server has it in any case.
constexpr uint8_t alarm_plays = 120;
/// As long as a decision may take (limits::await_decision_ms) and longer.
constexpr uint8_t reading_plays = 35;

/// Indexed by Shown.
constexpr PanelPattern patterns[] = {
    state(ready),         word(reading, reading_plays), state(open, 1), word(try_again, 1),
    word(not_allowed, 1), word(wait, 1),                state(no_server), state(jammed),
    word(alarm, alarm_plays),
};
static_assert(sizeof patterns / sizeof patterns[0] == count_of<Shown>(), "each word has a pattern");

}  // namespace

const PanelPattern& pattern_of(Shown what) { return patterns[static_cast<size_t>(what)]; }

}  // namespace sl::latch_board
