// How deep the core's calls go. The memory below the runner's frame is painted; what is not paint afterwards was stack.
#pragma once
#include "sl/bytes.hpp"

namespace sl::target {

/// From here on depth is measured, from the caller's frame.
void begin_stack();
/// The deepest since then, in bytes; measuring has ended.
size_t end_stack();

/// While one lives, what runs is not the core (a port's crypto): its stack does not count.
class NotCore {
 public:
  NotCore();
  ~NotCore();
  NotCore(const NotCore&) = delete;
  NotCore& operator=(const NotCore&) = delete;
};

}  // namespace sl::target
