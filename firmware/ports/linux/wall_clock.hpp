// The date, as far as a device may believe it: for certificates alone, no unlock depends on it.
#pragma once
#include <cstdint>
#include <string>

namespace sl::linux_port {

/// By which time a certificate is judged.
struct JudgeTime {
  int64_t now_s = 0;
  /// False while the clock is known to be behind: then "not yet valid" says nothing. The end is always checked.
  bool not_before_counts = true;
};

class WallClock {
 public:
  /// The floor is what is newest: the build, or the time kept in the file `newest-time` of this folder.
  WallClock(const std::string& folder, int64_t build_time_s);

  /// What the machine says, or the floor while that is earlier, as on a board before SNTP has answered.
  JudgeTime judge_time() const { return judge(system_s(), floor_s_); }
  /// A time that somebody whom this device believes has said (its certificate began then).
  void raise_floor(int64_t to_s);
  /// Keeps the time once a day, so that a clock that was set back does not bring old certificates back to life.
  void remember();

  static JudgeTime judge(int64_t system_s, int64_t floor_s);

 private:
  static int64_t system_s();
  void keep(int64_t floor_s);

  std::string path_;
  int64_t floor_s_;
};

}  // namespace sl::linux_port
