// What a camera is, what happens to it, and what it then does: the words of `step`. Twin: device-sim/src/camera/camera.ts.
#pragma once
#include "sl/camera/captures.hpp"
#include "sl/codec/cose.hpp"
#include "sl/peer/frame.hpp"

namespace sl {

/// A picture that is owed.
struct CaptureJob {
  Id16 nonce;
  DeviceId latch;
  /// Absent for a picture that a wake of the latch asked for: there is nobody to say a result to.
  Optional<Id16> command_id;
  ClockMs arrived_ms = 0;
  uint32_t verified_ms = 0;
};

struct CameraState {
  CameraPhase phase = CameraPhase::resting;
  /// The first one is at work unless the camera rests.
  List<CaptureJob, limits::capture_jobs> jobs;
  HeardNonces heard;

  /// The search for a good picture of the first job.
  struct Look {
    ClockMs since_ms = 0;
    /// The points of the last picture, and their mean.
    uint8_t before[limits::luma_points] = {};
    size_t before_size = 0;
    uint8_t before_luma = 0;
    unsigned candidates = 0;
    /// Of the best so far; its picture is kept only when it has no fault.
    Measures measures;
    bool has_best = false;
    Picture best;
  } look;

  /// Of the frame that is on its way.
  ClockMs sent_ms = 0;
  /// When the lens may sleep.
  Optional<ClockMs> lens_until_ms;

  struct Held {
    Command command;
    bool retained = false;
    ClockMs arrived_ms = 0;
  };
  List<Held, limits::held_commands> held;
  Optional<ClockMs> last_stray_ms;
};

// ---- what happens to a camera ----

enum class CameraEventKind : uint8_t { command, keys, woken, picture, delivered, tick };
template <>
struct Names<CameraEventKind> {
  static constexpr char all[] = "command\0" "keys\0" "woken\0" "picture\0" "delivered\0" "tick\0";
};

/// Bytes on `cmd/{op}`, opened.
struct CameraCommand {
  Op topic_op = Op::capture;
  Opened<Command> opened;
  bool retained = false;
};

/// Only the fields that its kind names count; what is pointed at outlives the step.
struct CameraEvent {
  CameraEventKind is = CameraEventKind::tick;
  const CameraCommand* command = nullptr;  // command
  const PeerKeys* keys = nullptr;          // command; keys: as they are now, whether they could be fetched or not
  const PeerFrame* wake = nullptr;         // woken: believed by a PeerListener
  const Picture* picture = nullptr;        // picture: of the lens, taken after `look`
  bool arrived = false;                    // delivered: PUBACK, or given up after limits::frame_life_ms

  static CameraEvent commanded(const CameraCommand& command, const PeerKeys& keys);
  static CameraEvent keys_are(const PeerKeys& keys);
  static CameraEvent woken(const PeerFrame& wake);
  static CameraEvent sees(const Picture& picture);
  static CameraEvent delivered(bool arrived);
  static CameraEvent tick();
};

// ---- what it then does ----

/// One call an effect, in their order. Whoever performs them starts no step from inside one.
class CameraEffects : public Port {
 public:
  virtual void verified(Op op, const Id16& command_id) = 0;
  /// Null: the bytes named no command that one could believe.
  virtual void refused(Op op, const Id16* command_id, Reason reason) = 0;
  virtual void result(Op op, const CaptureResult& result) = 0;
  /// Fetches the keys again, at most every limits::secrets_interval_ms; a `keys` event follows in any case.
  virtual void refresh_keys() = 0;
  /// The lens is to be awake; `picture` events follow as fast as it gives them, until the camera sends or rests.
  virtual void look(const Id16& nonce) = 0;
  /// The memory of the picture is the lens's again.
  virtual void release(const Picture& picture) = 0;
  /// Seals and publishes, having copied the picture; a `delivered` event follows. False when nothing could be sent.
  virtual bool send_frame(const Id16& nonce, const DeviceId& latch, const Picture& picture) = 0;
  /// Every picture was poor: the measures of the best, and its fault.
  virtual void poor(const Id16& nonce, const Measures& measures, PictureFault fault) = 0;
  /// The lens gave no picture at all: a board resets its sensor.
  virtual void blind(const Id16& nonce) = 0;
  /// The lens may sleep.
  virtual void rest() = 0;
};

}  // namespace sl
