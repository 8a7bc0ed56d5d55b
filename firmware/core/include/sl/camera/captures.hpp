// Freshness of a verified command at a camera. Twin: device-sim/src/camera/guard.ts. In RAM only.
#pragma once
#include "sl/camera/gate.hpp"
#include "sl/codec/messages.hpp"

namespace sl {

/// How a capture ended: the name of the last stage of its result. A refused command has no stages.
enum class CaptureEnded : uint8_t { refused, judged, sent, given_up };
template <>
struct Names<CaptureEnded> {
  static constexpr char all[] = "refused\0" "judged\0" "sent\0" "given_up\0";
};

/// What a capture came to, small enough to be kept: the same command again gets the same answer.
struct CaptureResult {
  Id16 command_id{};
  bool ok = false;
  /// Says something only when it is not ok.
  Reason reason = Reason::low_quality;
  CaptureEnded ended = CaptureEnded::refused;
  /// Since the command arrived.
  uint32_t verified_ms = 0;
  uint32_t ended_ms = 0;
  /// `judged`: of the best of the poor pictures.
  Measures measures;
};
/// As it is sent on `result/{op}`.
ResultMessage result_message(const CaptureResult& result);

/// A nonce that this camera heard of, by a wake of the latch or by the first capture.
struct HeardNonce {
  Id16 nonce;
  /// The camera's only measure of its age.
  ClockMs since_ms = 0;
  struct Capture {
    Id16 command_id;
    /// Absent while the picture is under way, and when there was none.
    Optional<CaptureResult> result;
  };
  List<Capture, limits::captures_per_nonce> captures;
};
/// In the order in which they were first heard of; the oldest goes first.
using HeardNonces = List<HeardNonce, limits::camera_nonces>;

/// Adds the nonce, if it is not there.
HeardNonce& note_nonce(HeardNonces& heard, ClockMs now, const Id16& nonce);

struct CaptureVerdict {
  enum class Is : uint8_t { accepted, repeated, refused };
  Is is = Is::refused;
  /// refused: why, with one cause.
  Reason reason = Reason::no_attempt;
  /// repeated: no other picture is taken, the result is said again. Null: there is none (yet).
  const CaptureResult* result = nullptr;
};

/**
 * Only `capture`, only for a latch that it is paired with, only with a nonce, at most 3 times for each and within the ttl since
 * it first heard of that nonce. What is accepted is noted.
 */
CaptureVerdict judge_capture(HeardNonces& heard, ClockMs now, const Command& command, bool retained, bool is_paired);

/// Keeps what a capture came to, for when the same command comes again.
void keep_result(HeardNonces& heard, const CaptureResult& result);

}  // namespace sl
