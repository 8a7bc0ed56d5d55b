#include "sl/camera/step.hpp"

#include "look.hpp"

namespace sl {

namespace {

void refuse(CameraTurn& turn, Op op, const Id16* command_id, Reason reason) {
  turn.effects.refused(op, command_id, reason);
  // A command of the other kind of device is refused here, but there is no topic to say so on.
  if (!is_party(Party::camera, row_of(result_topic(op)).from)) return;
  Optional<ClockMs>& last_stray = turn.s.last_stray_ms;
  if (command_id == nullptr) {
    if (last_stray.present && turn.now - last_stray.value < limits::stray_result_ms) return;
    last_stray = turn.now;
  }
  CaptureResult result;
  // 16 zero bytes where the bytes named no command.
  if (command_id != nullptr) result.command_id = *command_id;
  result.reason = reason;
  turn.effects.result(op, result);
}

bool is_paired(const Command& command, const PeerKeys& keys) {
  return command.args.latch.present && find_peer(keys, command.args.latch.value) != nullptr;
}

void add_job(CameraTurn& turn, const CaptureJob& job) {
  CameraState& s = turn.s;
  // Full: the oldest that waits has the least chance to find its attempt still open.
  if (s.jobs.size() == limits::capture_jobs) s.jobs.remove(s.phase == CameraPhase::resting ? 0 : 1);
  s.jobs.add(job);
  start_look(turn);
}

void judge(CameraTurn& turn, const Command& command, bool retained, bool paired, ClockMs arrived_ms) {
  const CaptureVerdict verdict = judge_capture(turn.s.heard, turn.now, command, retained, paired);
  switch (verdict.is) {
    case CaptureVerdict::Is::refused:
      return refuse(turn, command.op, &command.command_id, verdict.reason);
    case CaptureVerdict::Is::repeated:
      if (verdict.result != nullptr) turn.effects.result(command.op, *verdict.result);
      return;
    case CaptureVerdict::Is::accepted:
      turn.effects.verified(command.op, command.command_id);
      CaptureJob job{command.nonce, command.args.latch.value, command.command_id, arrived_ms, 0};
      job.verified_ms = stage_ms(turn.now - arrived_ms);
      return add_job(turn, job);
  }
}

void on_command(CameraTurn& turn, const CameraCommand& command, const PeerKeys& keys) {
  if (!command.opened.ok) return refuse(turn, command.topic_op, nullptr, command.opened.reason);
  const Command& message = command.opened.message;
  const bool paired = is_paired(message, keys);
  // The pairing may be younger than the keys: ask once before refusing.
  if (message.args.latch.present && !paired && turn.s.held.add({message, command.retained, turn.now})) {
    return turn.effects.refresh_keys();
  }
  judge(turn, message, command.retained, paired, turn.now);
}

void on_keys(CameraTurn& turn, const PeerKeys& keys) {
  while (!turn.s.held.empty()) {
    const CameraState::Held held = turn.s.held[0];
    turn.s.held.remove(0);
    judge(turn, held.command, held.retained, is_paired(held.command, keys), held.arrived_ms);
  }
}

void on_woken(CameraTurn& turn, const PeerFrame& wake) {
  note_nonce(turn.s.heard, turn.now, wake.nonce);
  add_job(turn, {wake.nonce, wake.latch, {}, turn.now, 0});
}

void on_delivered(CameraTurn& turn, bool arrived) {
  if (turn.s.phase == CameraPhase::sending) end_job(turn, arrived ? CaptureEnded::sent : CaptureEnded::given_up);
}

void pass_time(CameraTurn& turn) {
  CameraState& s = turn.s;
  if (s.phase == CameraPhase::settling && turn.now - s.look.since_ms >= limits::settle_ms) {
    s.phase = CameraPhase::choosing;
  }
  if (s.phase == CameraPhase::choosing && turn.now - s.look.since_ms >= limits::capture_ms) decide(turn);
  if (s.phase == CameraPhase::sending && turn.now - s.sent_ms > limits::frame_life_ms) on_delivered(turn, false);
  if (s.lens_until_ms.present && turn.now >= s.lens_until_ms.value) {
    s.lens_until_ms.clear();
    turn.effects.rest();
  }
}

}  // namespace

void step(CameraState& state, ClockMs now_ms, const CameraEvent& event, CameraEffects& effects) {
  CameraTurn turn{state, now_ms, effects};
  pass_time(turn);
  switch (event.is) {
    case CameraEventKind::command:
      return on_command(turn, *event.command, *event.keys);
    case CameraEventKind::keys:
      return on_keys(turn, *event.keys);
    case CameraEventKind::woken:
      return on_woken(turn, *event.wake);
    case CameraEventKind::picture:
      return on_picture(turn, *event.picture);
    case CameraEventKind::delivered:
      return on_delivered(turn, event.arrived);
    case CameraEventKind::tick:
      return;
  }
}

Optional<ClockMs> next_deadline_ms(const CameraState& state) {
  switch (state.phase) {
    case CameraPhase::settling:
      return state.look.since_ms + limits::settle_ms;
    case CameraPhase::choosing:
      return state.look.since_ms + limits::capture_ms;
    case CameraPhase::sending:
      return state.sent_ms + limits::frame_life_ms + 1;
    case CameraPhase::resting:
      return state.lens_until_ms;
  }
  return {};
}

bool wants_pictures(const CameraState& state) {
  return state.phase == CameraPhase::settling || state.phase == CameraPhase::choosing;
}

CameraEvent CameraEvent::commanded(const CameraCommand& command, const PeerKeys& keys) {
  CameraEvent event;
  event.is = CameraEventKind::command;
  event.command = &command;
  event.keys = &keys;
  return event;
}
CameraEvent CameraEvent::keys_are(const PeerKeys& keys) {
  CameraEvent event;
  event.is = CameraEventKind::keys;
  event.keys = &keys;
  return event;
}
CameraEvent CameraEvent::woken(const PeerFrame& wake) {
  CameraEvent event;
  event.is = CameraEventKind::woken;
  event.wake = &wake;
  return event;
}
CameraEvent CameraEvent::sees(const Picture& picture) {
  CameraEvent event;
  event.is = CameraEventKind::picture;
  event.picture = &picture;
  return event;
}
CameraEvent CameraEvent::delivered(bool arrived) {
  CameraEvent event;
  event.is = CameraEventKind::delivered;
  event.arrived = arrived;
  return event;
}
CameraEvent CameraEvent::tick() { return {}; }

}  // namespace sl
