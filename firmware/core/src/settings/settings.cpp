#include "sl/settings/settings.hpp"

namespace sl {

namespace {

/// The reasons that open_desired knows stand in the same order in both.
Configured refusal_of(Reason reason) {
  return static_cast<Configured>(static_cast<int>(reason) - static_cast<int>(Reason::bad_signature) +
                                 static_cast<int>(Configured::bad_signature));
}
constexpr int apart(Reason reason) { return static_cast<int>(reason) - static_cast<int>(Reason::bad_signature); }
constexpr int apart(Configured refusal) {
  return static_cast<int>(refusal) - static_cast<int>(Configured::bad_signature);
}
static_assert(apart(Reason::unknown_key) == apart(Configured::unknown_key));
static_assert(apart(Reason::wrong_device) == apart(Configured::wrong_device));

}  // namespace

bool Settings::load(DesiredMessage& desired) {
  uint8_t memory[limits::configuration_bytes];
  const ByteView stored = records_.get(RecordKey::configuration, memory);
  if (stored.empty() || decode(stored, desired) != Status::ok) return false;
  if (desired.device != self_) return false;
  version_ = desired.version;
  return true;
}

Configured Settings::take(const CommandKeys& keys, Downlink& message, DesiredMessage& wanted) {
  const Opened<DesiredMessage> opened = open_desired(crypto_, keys, self_, message);
  if (!opened.ok) return refusal_of(opened.reason);
  // A hostile broker may have kept an older one.
  if (opened.message.version < version_) return Configured::replayed;
  if (!is_in_range(opened.message)) return Configured::out_of_range;
  // What is not in flash could be replayed after a reboot, and what is too long could not be read there.
  const bool is_stored = opened.payload.size <= limits::configuration_bytes &&
                         records_.put(RecordKey::configuration, opened.payload);
  if (!is_stored) return Configured::not_stored;
  version_ = opened.message.version;
  wanted = opened.message;
  return Configured::applied;
}

/// The upper bounds are those of the CDDL: what is above them is no `desired` at all.
bool Settings::is_in_range(const DesiredMessage& wanted) const {
  if (kind_ != Party::latch) return true;
  return wanted.auto_relock_ms >= limits::latch_wait_ms_min && wanted.held_open_ms >= limits::latch_wait_ms_min;
}

}  // namespace sl
