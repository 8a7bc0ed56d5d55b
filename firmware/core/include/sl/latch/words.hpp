// The vocabulary of the latch beyond what generated.hpp brings: letter for letter that of device-sim/src/latch/state.ts.
#pragma once
#include "sl/limits.hpp"

namespace sl {

enum class BoltTarget : uint8_t { locked, unlocked };
template <>
struct Names<BoltTarget> {
  static constexpr char all[] = "locked\0" "unlocked\0";
};

enum class BoltPosition : uint8_t { locked, unlocked, unknown };
template <>
struct Names<BoltPosition> {
  static constexpr char all[] = "locked\0" "unlocked\0" "unknown\0";
};

/// Who moved the bolt. `Manual`: a key did.
enum class Source : uint8_t { Remote, Button, Auto, Manual };
template <>
struct Names<Source> {
  static constexpr char all[] = "Remote\0" "Button\0" "Auto\0" "Manual\0";
};

/// What the panel says. `try_again`, `not_allowed`, `wait` are the three grades of a denial.
enum class Shown : uint8_t { ready, reading, open, try_again, not_allowed, wait, no_server, jammed, alarm };
template <>
struct Names<Shown> {
  static constexpr char all[] =
      "ready\0" "reading\0" "open\0" "try_again\0" "not_allowed\0" "wait\0" "no_server\0" "jammed\0" "alarm\0";
};

}  // namespace sl
