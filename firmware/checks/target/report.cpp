#include "report.hpp"

#include "machine/machine.hpp"

namespace sl::target {

namespace {

Text part;
int64_t place = 0;
int64_t checks = 0;
int64_t failures = 0;
constexpr int64_t told_at_most = 20;

}  // namespace

void begin(Text what) {
  part = what;
  place = 0;
  say("  ");
  say(what);
  say("\n");
}

void next() { ++place; }

bool check(bool good, Text what) {
  ++checks;
  if (good) return true;
  if (++failures > told_at_most) return false;
  say("FAIL ");
  say(part);
  say(", number ");
  say(place);
  say(": ");
  say(what);
  say("\n");
  return false;
}

void measured(Text what, int64_t value) {
  say("measured ");
  say(what);
  say(" ");
  say(value);
  say("\n");
}

bool end() {
  say(checks);
  say(" checks, ");
  say(failures);
  say(" failed\n");
  return failures == 0 && checks > 0;
}

}  // namespace sl::target
