#include "system_ports.hpp"

#include <time.h>

namespace sl::linux_port {

namespace {

int64_t ms_of(clockid_t clock) {
  timespec now = {};
  clock_gettime(clock, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

ClockMs SystemClock::monotonic_ms() { return ms_of(CLOCK_MONOTONIC); }

int64_t epoch_ms() { return ms_of(CLOCK_REALTIME); }

}  // namespace sl::linux_port
