// The vocabulary of the latch beyond what generated.hpp brings: letter for letter that of device-sim/src/latch/state.ts.
#pragma once
#include "sl/limits.hpp"

namespace sl {

enum class BoltTarget : uint8_t { locked, unlocked };
template <>
struct Names<BoltTarget> {
  static constexpr const char* all[] = {"locked", "unlocked"};
};

enum class BoltPosition : uint8_t { locked, unlocked, unknown };
template <>
struct Names<BoltPosition> {
  static constexpr const char* all[] = {"locked", "unlocked", "unknown"};
};

/// Who moved the bolt. `Manual`: a key did.
enum class Source : uint8_t { Remote, Button, Auto, Manual };
template <>
struct Names<Source> {
  static constexpr const char* all[] = {"Remote", "Button", "Auto", "Manual"};
};

/// What the panel says. `try_again`, `not_allowed`, `wait` are the three grades of a denial.
enum class Shown : uint8_t { ready, reading, open, try_again, not_allowed, wait, no_server, jammed, alarm };
template <>
struct Names<Shown> {
  static constexpr const char* all[] = {"ready", "reading",   "open",   "try_again", "not_allowed",
                                        "wait",  "no_server", "jammed", "alarm"};
};

}  // namespace sl
