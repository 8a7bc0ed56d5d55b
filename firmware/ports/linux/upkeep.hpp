// Keeps the identity of a running device good: fetches its keys again when somebody spoke of one that it does not have, renews its
// certificate in time. The server is asked on a thread of its own, so that nobody at the door waits for it.
#pragma once
#include <poll.h>

#include <atomic>
#include <functional>
#include <future>
#include <vector>

#include "enrol.hpp"
#include "sl/ports.hpp"

namespace sl::linux_port {

struct UpkeepNews {
  enum class Kind { nothing, secrets, certificate, failed };
  Kind kind = Kind::nothing;
  /// failed: what to do.
  std::string problem;
};

class Upkeep {
 public:
  /// `identity` is changed and saved by `poll` alone. All must outlive it.
  Upkeep(const StateFolder& folder, Identity& identity, WallClock& wall, IClock& clock);
  /// Gives up what it asks for, within a second.
  ~Upkeep();
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  /// Asked at most every limits::secrets_interval_ms, however often it is wanted; what is wanted meanwhile is asked later.
  void want_secrets() { secrets_wanted_ = true; }
  /// Also without being due: the broker does not believe the certificate. At most once a minute.
  void want_certificate() { certificate_wanted_ = true; }

  /// Adds what to wait for with poll(2): it is ready when an answer is there.
  void watch(std::vector<pollfd>& waiting) const { waiting.push_back({answered_fd_, POLLIN, 0}); }
  /// Never waits. What it says has already been saved, and stands in the identity.
  UpkeepNews poll();

 private:
  using Change = std::function<UpkeepNews(Identity&)>;
  void raise_floor();
  void begin(ClockMs now_ms);
  bool certificate_is_due(ClockMs now_ms);
  void ask(std::function<Change(const Identity&, const Asking&)> question);

  const StateFolder& folder_;
  Identity& identity_;
  WallClock& wall_;
  IClock& clock_;
  std::atomic<bool> cancelled_{false};
  bool secrets_wanted_ = false;
  bool certificate_wanted_ = false;
  ClockMs secrets_again_ms_ = 0;
  ClockMs certificate_again_ms_ = 0;
  ClockMs look_again_ms_ = 0;
  /// Readable when the thread is done.
  int answered_fd_;
  std::future<Change> asked_;
};

}  // namespace sl::linux_port
