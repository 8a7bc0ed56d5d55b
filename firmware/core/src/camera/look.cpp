#include "look.hpp"

namespace sl {

namespace {

/// The first job is over, whatever was said about it.
void next_job(CameraTurn& turn) {
  turn.s.jobs.remove(0);
  turn.s.phase = CameraPhase::resting;
  start_look(turn);
}

void say_result(CameraTurn& turn, CaptureEnded ended, const Measures& measures) {
  const CaptureJob& job = turn.s.jobs[0];
  if (!job.command_id.present) return;
  CaptureResult result;
  result.command_id = job.command_id.value;
  result.ok = ended != CaptureEnded::judged;
  result.ended = ended;
  result.verified_ms = job.verified_ms;
  result.ended_ms = stage_ms(turn.now - job.arrived_ms);
  result.measures = measures;
  keep_result(turn.s.heard, result);
  turn.effects.result(Op::capture, result);
}

void remember(CameraState::Look& look, const Picture& picture, uint8_t luma) {
  memcpy(look.before, picture.luma.data, picture.luma.size);
  look.before_size = picture.luma.size;
  look.before_luma = luma;
}

/// Two pictures in a row of the same light, or no more time to wait for them.
bool has_settled(const CameraTurn& turn, uint8_t luma) {
  if (turn.s.phase == CameraPhase::choosing) return true;
  const CameraState::Look& look = turn.s.look;
  const int difference = luma - look.before_luma;
  return look.before_size > 0 && difference <= limits::settle_luma && difference >= -limits::settle_luma;
}

void take_candidate(CameraTurn& turn, const Picture& picture, const Measures& measures) {
  CameraState::Look& look = turn.s.look;
  const bool is_good = judge_picture(measures) == PictureFault::none;
  const bool is_first = look.candidates++ == 0;
  const bool is_better = is_good != look.has_best ? is_good : is_first || score(measures) > score(look.measures);
  if (is_better) look.measures = measures;
  if (!is_good || !is_better) {
    turn.effects.release(picture);
  } else {
    if (look.has_best) turn.effects.release(look.best);
    look.best = picture;
    look.has_best = true;
  }
  if (is_good_at_once(measures) || look.candidates == limits::capture_candidates) decide(turn);
}

}  // namespace

uint32_t stage_ms(ClockMs span) {
  const ClockMs longest = static_cast<ClockMs>(limits::stage_ms_max);
  return static_cast<uint32_t>(span < longest ? span : longest);
}

void start_look(CameraTurn& turn) {
  CameraState& s = turn.s;
  if (s.phase != CameraPhase::resting) return;
  // What waited behind a frame that did not get through has no attempt left to count in.
  while (!s.jobs.empty() && turn.now - s.jobs[0].arrived_ms > limits::frame_life_ms) {
    say_result(turn, CaptureEnded::given_up, {});
    s.jobs.remove(0);
  }
  if (s.jobs.empty()) return;
  s.phase = CameraPhase::settling;
  s.look.since_ms = turn.now;
  s.look.before_size = 0;
  s.look.candidates = 0;
  s.look.has_best = false;
  s.lens_until_ms.clear();
  turn.effects.look(s.jobs[0].nonce);
}

void on_picture(CameraTurn& turn, const Picture& picture) {
  CameraState& s = turn.s;
  const bool is_wanted = s.phase == CameraPhase::settling || s.phase == CameraPhase::choosing;
  // A picture from before the tap shows somebody else.
  if (!is_wanted || picture.taken_ms < s.look.since_ms || !is_usable(picture)) return turn.effects.release(picture);
  const Measures measures = measure(picture, {s.look.before, s.look.before_size});
  const bool settled = has_settled(turn, measures.luma);
  remember(s.look, picture, measures.luma);
  if (!settled) return turn.effects.release(picture);
  s.phase = CameraPhase::choosing;
  take_candidate(turn, picture, measures);
}

void decide(CameraTurn& turn) {
  CameraState& s = turn.s;
  const CaptureJob job = s.jobs[0];
  s.lens_until_ms = turn.now + limits::lens_linger_ms;
  if (s.look.has_best) {
    const bool is_sent = turn.effects.send_frame(job.nonce, job.latch, s.look.best);
    turn.effects.release(s.look.best);
    s.look.has_best = false;
    if (!is_sent) return next_job(turn);
    s.phase = CameraPhase::sending;
    s.sent_ms = turn.now;
    return;
  }
  if (s.look.candidates == 0) {
    turn.effects.blind(job.nonce);
    return next_job(turn);
  }
  turn.effects.poor(job.nonce, s.look.measures, judge_picture(s.look.measures));
  end_job(turn, CaptureEnded::judged);
}

void end_job(CameraTurn& turn, CaptureEnded ended) {
  say_result(turn, ended, turn.s.look.measures);
  next_job(turn);
}

}  // namespace sl
