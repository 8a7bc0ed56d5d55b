// guard.json: what a latch and a camera do with commands in time. How a case is played: README.md of the vectors.
#include "checks.hpp"
#include "report.hpp"
#include "sl/camera/captures.hpp"
#include "sl/latch/step.hpp"
#include "software_crypto.hpp"
#include "stack.hpp"

namespace sl::target {

namespace {

SoftwareCrypto crypto;
Downlink message;

Opened<Command> open(const GuardDevice& device, ByteView bytes) {
  message.assign(bytes);
  return open_command(crypto, keys_of(device.keys), device_of(device.self), message);
}

/// Keeps what a step did, as far as a case asks for it.
class Seen final : public LatchEffects {
 public:
  void publish_tap(const Presented&) override {}
  void show(Shown) override {}
  void drive(BoltTarget to) override { moves = moves || to == BoltTarget::unlocked; }
  void verified(Op, const Id16&, const Optional<Id16>&) override {}
  void result(Op, const CommandResult& result) override {
    ++results;
    said = result.ok ? Text("ok") : name_of(result.reason);
    nonce = result.nonce;
  }
  void refused(Op, const Id16*, Reason) override {}
  void event(Topic, EventKind, const Details&) override {}
  void report() override {}
  void reboot() override {}

  int results = 0;
  Text said = "none";
  bool moves = false;
  Id16 nonce;
};

void take(LatchState& state, const GuardStep& at, Seen& seen) {
  if (!at.tap.empty()) {
    static Presented tap;
    tap = Presented{};
    tap.nonce.assign(at.tap);
    tap.credential.uid_size = 4;
    return step(state, at.at_ms, LatchEvent::tapped(tap), seen);
  }
  if (!at.bolt.empty()) {
    const BoltTarget target = at.bolt == Text("locked") ? BoltTarget::locked : BoltTarget::unlocked;
    return step(state, at.at_ms, LatchEvent::bolt_at(target), seen);
  }
  static Arrived arrived;
  arrived = Arrived{};
  arrived.opened = open(guard_latch, at.command);
  arrived.topic_op = arrived.opened.ok ? arrived.opened.message.op : Op::unlock;
  arrived.retained = at.is_retained;
  arrived.fresh.assign(at.fresh);
  step(state, at.at_ms, LatchEvent::commanded(arrived), seen);
}

void play(const GuardCase& played) {
  begin(played.name);
  static LatchState state;
  state = LatchState{};
  state.boot.assign(guard_latch.boot);
  Seen ignored;
  step(state, 0, LatchEvent::link(true), ignored);
  step(state, 0, LatchEvent::booted(BoltPosition::locked, false), ignored);
  for (const GuardStep& at : played.steps) {
    next();
    Seen seen;
    take(state, at, seen);
    if (!at.tap.empty()) continue;
    check(seen.results <= 1 && seen.said == at.result, "the result");
    check(!at.says_moves || seen.moves == at.moves, "the bolt");
    check(at.nonce.empty() || seen.nonce == at.nonce, "the fresh nonce");
  }
}

/// The camera of these cases always has a picture to send.
Text capture(HeardNonces& heard, const GuardStep& at) {
  const Opened<Command> opened = open(guard_camera, at.command);
  if (!opened.ok) return name_of(opened.reason);
  const auto& latch = opened.message.args.latch;
  const bool is_paired = latch.present && latch.value.text() == guard_camera.paired_with;
  const CaptureVerdict verdict = judge_capture(heard, at.at_ms, opened.message, at.is_retained, is_paired);
  if (verdict.is == CaptureVerdict::Is::refused) return name_of(verdict.reason);
  if (verdict.is == CaptureVerdict::Is::repeated) return verdict.result != nullptr && verdict.result->ok ? "ok" : "none";
  CaptureResult result;
  result.command_id = opened.message.command_id;
  result.ok = true;
  keep_result(heard, result);
  return "ok";
}

}  // namespace

void check_guard() {
  begin_stack();
  for (const GuardCase& played : guard_latch.cases) play(played);
  measured("stack.guard", static_cast<int64_t>(end_stack()));
  for (const GuardCase& played : guard_camera.cases) {
    begin(played.name);
    static HeardNonces heard;
    heard = HeardNonces{};
    for (const GuardStep& at : played.steps) {
      next();
      check(capture(heard, at) == at.result, "the result");
    }
  }
}

}  // namespace sl::target
