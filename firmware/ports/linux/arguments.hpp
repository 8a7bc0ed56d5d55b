// What latchd and camerad are started with.
#pragma once
#include <cstdint>
#include <string>

#include "sl/limits.hpp"

namespace sl::linux_port {

struct Arguments {
  /// The folder that keeps what flash keeps.
  std::string state;
  /// Where the rig's socket is made.
  std::string socket;
  /// Needed once: empty for a board that has enrolled.
  std::string claim;
  /// Seconds of the Unix epoch; when this program was built, unless somebody says otherwise.
  int64_t build_time_s = 0;
  /// latchd: how long the bolt moves.
  ClockMs travel_ms = limits::move_ms;
  /// camerad: where it listens for wakes; 0 for any free port.
  uint16_t peer_port = 0;
};

/// Throws std::runtime_error with what is wrong and how it is called.
Arguments parse_arguments(int count, char** values);

}  // namespace sl::linux_port
