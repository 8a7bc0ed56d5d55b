#include "sl/camera/captures.hpp"

namespace sl {

namespace {

HeardNonce* find_nonce(HeardNonces& heard, const Id16& nonce) {
  for (HeardNonce& each : heard) {
    if (each.nonce == nonce) return &each;
  }
  return nullptr;
}

HeardNonce::Capture* find_capture(HeardNonce& heard, const Id16& command_id) {
  for (HeardNonce::Capture& capture : heard.captures) {
    if (capture.command_id == command_id) return &capture;
  }
  return nullptr;
}

CaptureVerdict refused(Reason reason) { return {CaptureVerdict::Is::refused, reason, nullptr}; }

}  // namespace

HeardNonce& note_nonce(HeardNonces& heard, ClockMs now, const Id16& nonce) {
  if (HeardNonce* known = find_nonce(heard, nonce)) return *known;
  if (heard.size() == HeardNonces::limit) heard.remove(0);
  HeardNonce fresh;
  fresh.nonce = nonce;
  fresh.since_ms = now;
  heard.add(fresh);
  return heard[heard.size() - 1];
}

CaptureVerdict judge_capture(HeardNonces& heard, ClockMs now, const Command& command, bool retained, bool is_paired) {
  if (command.op != Op::capture) return refused(Reason::wrong_device);
  if (retained) return refused(Reason::retained);
  if (!command.nonce_bound || !is_paired) return refused(Reason::no_attempt);
  if (HeardNonce* known = find_nonce(heard, command.nonce)) {
    if (const HeardNonce::Capture* earlier = find_capture(*known, command.command_id)) {
      const CaptureResult* result = earlier->result.present ? &earlier->result.value : nullptr;
      return {CaptureVerdict::Is::repeated, {}, result};
    }
    if (now - known->since_ms > ClockMs{command.ttl_ms}) return refused(Reason::expired);
    if (known->captures.size() == limits::captures_per_nonce) return refused(Reason::replayed);
  }
  note_nonce(heard, now, command.nonce).captures.add({command.command_id, {}});
  return {CaptureVerdict::Is::accepted, {}, nullptr};
}

void keep_result(HeardNonces& heard, const CaptureResult& result) {
  for (HeardNonce& each : heard) {
    if (HeardNonce::Capture* capture = find_capture(each, result.command_id)) capture->result = result;
  }
}

ResultMessage result_message(const CaptureResult& result) {
  ResultMessage message;
  message.command_id = result.command_id;
  message.ok = result.ok;
  if (!result.ok) message.reason = name_of(result.reason);
  if (result.ended == CaptureEnded::refused) return message;
  message.stages.add({"verified", result.verified_ms});
  message.stages.add({name_of(result.ended), result.ended_ms});
  if (result.ended != CaptureEnded::judged) return message;
  List<Measure, limits::result_measures> measured;
  measured.add({"luma", result.measures.luma});
  measured.add({"focus", result.measures.focus});
  measured.add({"motion", result.measures.motion});
  message.measured = measured;
  return message;
}

}  // namespace sl
