// Preloaded into latchd (LD_PRELOAD): its wall clock stands CLOCK_SET_BACK_S seconds behind, as a clock whose battery is flat.
// Monotonic time is left alone.
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

#include <cstdlib>

namespace {

time_t behind_s() {
  static const char* const said = std::getenv("CLOCK_SET_BACK_S");
  static const time_t seconds = said != nullptr ? std::strtol(said, nullptr, 10) : 0;
  return seconds;
}

template <class Function>
Function real(const char* name) { return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name)); }

bool is_wall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

}  // namespace

extern "C" int clock_gettime(clockid_t clock, struct timespec* now) noexcept {
  static const auto ask = real<int (*)(clockid_t, struct timespec*)>("clock_gettime");
  const int status = ask(clock, now);
  if (status == 0 && is_wall(clock)) now->tv_sec -= behind_s();
  return status;
}

extern "C" int gettimeofday(struct timeval* __restrict now, void* __restrict zone) noexcept {
  static const auto ask = real<int (*)(struct timeval*, void*)>("gettimeofday");
  const int status = ask(now, zone);
  if (status == 0) now->tv_sec -= behind_s();
  return status;
}

extern "C" time_t time(time_t* now) noexcept {
  static const auto ask = real<time_t (*)(time_t*)>("time");
  const time_t said = ask(nullptr) - behind_s();
  if (now != nullptr) *now = said;
  return said;
}
