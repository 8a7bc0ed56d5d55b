#include "wall_clock.hpp"

#include <algorithm>
#include <cstdlib>

#include "atomic_file.hpp"
#include "system_ports.hpp"

namespace sl::linux_port {

namespace {

constexpr int64_t remember_every_s = 24 * 3600;

}  // namespace

WallClock::WallClock(const std::string& folder, int64_t build_time_s)
    : path_(folder + "/newest-time"), floor_s_(build_time_s) {
  // What cannot be read as a number is 0: a floor that is too low only checks less.
  if (const auto kept = read_file(path_)) floor_s_ = std::max(floor_s_, int64_t{std::strtoll(kept->c_str(), nullptr, 10)});
}

int64_t WallClock::system_s() { return epoch_ms() / 1000; }

JudgeTime WallClock::judge(int64_t system_s, int64_t floor_s) {
  return {std::max(system_s, floor_s), system_s >= floor_s};
}

void WallClock::keep(int64_t floor_s) {
  floor_s_ = floor_s;
  write_file(path_, std::to_string(floor_s) + "\n");
}

void WallClock::raise_floor(int64_t to_s) {
  if (to_s > floor_s_) keep(to_s);
}

void WallClock::remember() {
  if (system_s() < floor_s_ + remember_every_s) return;
  try {
    keep(system_s());
  } catch (const std::exception&) {
    // A full disk is no reason to stop: it is kept tomorrow.
  }
}

}  // namespace sl::linux_port
