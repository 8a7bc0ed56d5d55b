#include "sl/settings/settings.hpp"

namespace sl {

namespace {

/// open_desired knows no other reasons.
Configured refusal_of(Reason reason) {
  switch (reason) {
    case Reason::unknown_key:
      return Configured::unknown_key;
    case Reason::wrong_device:
      return Configured::wrong_device;
    default:
      return Configured::bad_signature;
  }
}

}  // namespace

bool Settings::load(DesiredMessage& desired) {
  uint8_t memory[limits::configuration_bytes];
  const ByteView stored = records_.get(RecordKey::configuration, memory);
  if (stored.empty() || decode(stored, desired) != Status::ok) return false;
  if (desired.device.text() != self_.text()) return false;
  version_ = desired.version;
  return true;
}

Configured Settings::take(const CommandKeys& keys, Downlink& message, DesiredMessage& wanted) {
  const Opened<DesiredMessage> opened = open_desired(crypto_, keys, self_, message);
  if (!opened.ok) return refusal_of(opened.reason);
  // A hostile broker may have kept an older one.
  if (opened.message.version < version_) return Configured::replayed;
  if (!is_in_range(opened.message)) return Configured::out_of_range;
  uint8_t memory[limits::configuration_bytes];
  const ByteView payload = encode(opened.message, memory);
  // What is not in flash could be replayed after a reboot.
  if (payload.empty() || !records_.put(RecordKey::configuration, payload)) return Configured::not_stored;
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
