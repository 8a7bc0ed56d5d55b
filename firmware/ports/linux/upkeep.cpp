#include "upkeep.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>

namespace sl::linux_port {

namespace {

constexpr ClockMs certificate_interval_ms = 60'000;

}  // namespace

Upkeep::Upkeep(const StateFolder& folder, Identity& identity, WallClock& wall, IClock& clock)
    : folder_(folder),
      identity_(identity),
      wall_(wall),
      clock_(clock),
      answered_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (answered_fd_ < 0) throw std::runtime_error("no eventfd is left for the device's upkeep");
  raise_floor();
}

Upkeep::~Upkeep() {
  cancelled_ = true;
  if (asked_.valid()) asked_.wait();
  close(answered_fd_);
}

/// The server made the certificate, so it is at least that late.
void Upkeep::raise_floor() { wall_.raise_floor(read_certificate(identity_.certificate).not_before_s); }

UpkeepNews Upkeep::poll() {
  wall_.remember();
  if (!asked_.valid()) {
    begin(clock_.now_ms());
    return {};
  }
  if (asked_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return {};
  eventfd_t ignored;
  eventfd_read(answered_fd_, &ignored);
  try {
    const UpkeepNews news = asked_.get()(identity_);
    folder_.save(identity_);
    raise_floor();
    return news;
  } catch (const std::exception& error) {
    return {UpkeepNews::Kind::failed, error.what()};
  }
}

bool Upkeep::certificate_is_due(ClockMs now_ms) {
  if (now_ms < certificate_again_ms_) return false;
  if (certificate_wanted_) return true;
  if (now_ms < look_again_ms_) return false;
  look_again_ms_ = now_ms + certificate_interval_ms;
  return renewal_is_due(read_certificate(identity_.certificate), wall_.judge_time().now_s);
}

void Upkeep::begin(ClockMs now_ms) {
  if (certificate_is_due(now_ms)) {
    certificate_wanted_ = false;
    certificate_again_ms_ = now_ms + certificate_interval_ms;
    return ask([this](const Identity& identity, const Asking& asking) -> Change {
      const std::string certificate = renew_certificate(identity, folder_.key(), asking);
      return [certificate](Identity& changed) {
        changed.certificate = certificate;
        return UpkeepNews{UpkeepNews::Kind::certificate, {}};
      };
    });
  }
  if (!secrets_wanted_ || now_ms < secrets_again_ms_) return;
  secrets_wanted_ = false;
  secrets_again_ms_ = now_ms + limits::secrets_interval_ms;
  ask([this](const Identity& identity, const Asking& asking) -> Change {
    const Secrets secrets = fetch_secrets(identity, folder_.key(), asking);
    return [secrets](Identity& changed) {
      changed.secrets = secrets;
      return UpkeepNews{UpkeepNews::Kind::secrets, {}};
    };
  });
}

void Upkeep::ask(std::function<Change(const Identity&, const Asking&)> question) {
  // A copy of the identity: the running device goes on with its own.
  const auto work = [question = std::move(question), identity = identity_,
                     asking = Asking{wall_.judge_time(), &cancelled_}] { return question(identity, asking); };
  asked_ = std::async(std::launch::async, [work, fd = answered_fd_] {
    // Also when it throws. The future is ready a moment later than this says: whoever looks too early looks again.
    const struct Bell {
      int fd;
      ~Bell() { eventfd_write(fd, 1); }
    } bell{fd};
    return work();
  });
}

}  // namespace sl::linux_port
