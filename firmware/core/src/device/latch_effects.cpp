// What each effect of a step does to the world.
#include "sl/device/latch_device.hpp"

namespace sl {

namespace {

constexpr size_t reported_bytes_max = 128;
constexpr uint8_t battery_percent = 100;
constexpr int64_t rssi_dbm = -50;

LockState lock_state_of(Phase phase) {
  switch (phase) {
    case Phase::Locked:
    case Phase::AwaitDecision:
      return LockState::Locked;
    case Phase::Unlocked:
    case Phase::DoorOpen:
      return LockState::Unlocked;
    case Phase::Boot:
    case Phase::Unlocking:
    case Phase::Relocking:
    case Phase::Jammed:
      return LockState::NotFullyLocked;
  }
  return LockState::NotFullyLocked;
}

DoorState door_state_of(const LatchState& state) {
  if (state.phase == Phase::Jammed) return DoorState::DoorJammed;
  return state.door_open ? DoorState::DoorOpen : DoorState::DoorClosed;
}

}  // namespace

ByteView LatchDevice::seal(Topic topic, const Field& field, const void* message, ByteSpan out) {
  const ByteView payload = encode_fields(field, message, out);
  return payload.empty() ? payload : seal_uplink(ports_.crypto, keys_->uplink, facts_.id, topic, payload, out);
}

/// The cameras of the door are woken first; the tap says whether that worked.
void LatchDevice::publish_tap(const Presented& tap) {
  if (waking_.present) send_tap();
  waking_ = tap;
  waker_.wake(clock_.now_ms(), keys_->peers, tap.nonce);
  if (!waker_.waiting()) send_tap();
}

void LatchDevice::send_tap() {
  TapMessage& tap = waking_.value;
  waking_.clear();
  tap.camera_woken = waker_.woken();
  uint8_t memory[limits::outbox_entry_bytes];
  const ByteView sealed = seal(Topic::nfc_tap, tap, memory);
  link_.send(clock_.now_ms(), Topic::nfc_tap, sealed, tap.nonce);
  ports_.trace.tapped(tap);
}

void LatchDevice::show(Shown what) {
  ports_.trace.shown(what);
  ports_.panel.show(what);
}

void LatchDevice::drive(BoltTarget to) {
  ports_.trace.moving(to);
  ports_.drive.drive(to);
}

void LatchDevice::verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) {
  ports_.trace.verified(op, command_id, nonce);
}

void LatchDevice::refused(Op op, const Id16* command_id, Reason reason) { ports_.trace.refused(op, command_id, reason); }

void LatchDevice::result(Op op, const CommandResult& result) {
  const Topic topic = result_topic(op);
  // A command of the other kind of device is refused here, but there is no topic to say so on.
  if (!is_party(Party::latch, row_of(topic).from)) return;
  ports_.trace.result(op, result);
  uint8_t memory[limits::outbox_entry_bytes];
  const ByteView sealed = seal(topic, message_of(result), memory);
  link_.send(clock_.now_ms(), topic, sealed);
}

/// Numbered, chained and in flash before it leaves: a number is never given twice.
void LatchDevice::event(Topic topic, EventKind kind, const Details& details) {
  EventMessage message;
  message.sequence = ports_.journal.next();
  message.previous = ports_.journal.previous();
  message.kind = kind;
  message.at_ms = static_cast<uint64_t>(ports_.clock.now_ms());
  message.details = details;
  uint8_t memory[limits::event_bytes];
  const ByteView sealed = seal(topic, message, memory);
  // What flash cannot keep is at least said now, to whoever is there.
  if (ports_.journal.append(topic, sealed) == Status::failed) link_.send_now(topic, sealed);
  ports_.trace.event(kind, message.sequence);
}

void LatchDevice::report_now() {
  report_wanted_ = false;
  ReportedMessage reported;
  reported.lock_state = lock_state_of(state_.phase);
  reported.door_state = door_state_of(state_);
  reported.operating_mode = OperatingMode::Normal;
  reported.auto_relock_time_s = static_cast<uint16_t>((static_cast<uint32_t>(state_.timing.auto_relock_ms) + 500) / 1000);
  reported.battery_percent = battery_percent;
  reported.rssi_dbm = rssi_dbm;
  if (ports_.settings.version() > 0) reported.config_version = ports_.settings.version();
  uint8_t memory[reported_bytes_max];
  link_.send_now(Topic::reported, encode(reported, memory));
}

}  // namespace sl
