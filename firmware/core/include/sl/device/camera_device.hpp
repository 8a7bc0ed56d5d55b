// A camera on its board: what the ports bring becomes an event of the step, and each effect of the step goes to a port. In the
// order in which one picture goes: wake or cmd/capture -> the lens -> face/frame -> its PUBACK -> result/capture.
#pragma once
#include "sl/camera/step.hpp"
#include "sl/device/board_facts.hpp"
#include "sl/device/camera_trace.hpp"
#include "sl/device/device_clock.hpp"
#include "sl/device/keys.hpp"
#include "sl/link/link.hpp"
#include "sl/peer/listener.hpp"
#include "sl/peer/rising_counter.hpp"
#include "sl/settings/settings.hpp"

namespace sl {

struct CameraPorts {
  IClock& clock;
  IRng& rng;
  ICrypto& crypto;
  ICamera& lens;
  ILink& link;
  Journal& journal;
  Settings& settings;
  /// Numbers of frames: the server counts each once.
  RisingCounter& sequence;
  CameraTrace& trace;
};

class CameraDevice final : private CameraEffects {
 public:
  /// `frame_memory` holds the frame that is on its way: limits::frame_bytes for any picture.
  CameraDevice(const CameraPorts& ports, const BoardFacts& facts, const DeviceKeys& keys, ByteSpan frame_memory);

  /// Power on: a new boot id, empty RAM. Then the link.
  void boot();
  /// Does what is due. To be called at `next_deadline_ms`, and after the link or the peer port moved.
  void tick();
  ClockMs next_deadline_ms() const;
  /// An orderly end.
  void close();

  void received(Text topic, Downlink& message, bool retained);
  void acked(int32_t packet);
  /// True for a wake that is believed: `answer` is then to be sent back to where the bytes came from.
  bool peer_frame(ByteView bytes, PeerBytes& answer);

  /// A message spoke of a key that this device does not have: fetch the keys of today, at most every
  /// limits::secrets_interval_ms, and call `use_keys` in any case, with the old ones when there are no others.
  bool wants_keys() const { return wants_keys_; }
  void use_keys(const DeviceKeys& keys);

  const CameraState& state() const { return state_; }
  const Link& link() const { return link_; }

 private:
  void count_anew(Ms by);
  Ms next_send_ms() const;
  void dispatch(const CameraEvent& event) { step(state_, ports_.clock.now_ms(), event, *this); }
  void on_command(Op op, Downlink& message, bool retained);
  void on_desired(Downlink& message);
  void configure(const DesiredMessage& desired);
  void take_pictures();
  void pump_frame(Ms now_ms);
  void frame_is_over(bool arrived);

  // CameraEffects
  void verified(Op op, const Id16& command_id) override { ports_.trace.verified(op, command_id); }
  void refused(Op op, const Id16* id, Reason reason) override { ports_.trace.refused(op, id, reason); }
  void result(Op op, const CaptureResult& result) override;
  void refresh_keys() override { wants_keys_ = true; }
  void look(const Id16& nonce) override { ports_.lens.look(nonce); }
  void release(const Picture& picture) override { ports_.lens.release(picture); }
  bool send_frame(const Id16& nonce, const DeviceId& latch, const Picture& picture) override;
  void poor(const Id16& nonce, const Measures& measures, PictureFault fault) override;
  void blind(const Id16& nonce) override;
  void rest() override { ports_.lens.sleep(); }

  CameraPorts ports_;
  /// Of the link and of the frame on its way; what the step keeps is on the board's.
  DeviceClock clock_;
  BoardFacts facts_;
  DeviceKeys keys_;
  InfoMessage info_;
  Id16 boot_;
  CameraState state_;
  Link link_;
  PeerListener listener_;
  bool wants_keys_ = false;

  /// The frame that waits for its PUBACK: far larger than what waits in the outbox of the link.
  struct {
    ByteSpan memory;
    /// 0: there is none.
    size_t size = 0;
    Ms until_ms = 0;
    InFlight flight;
    /// Not before: the link took no more.
    Ms retry_ms = 0;
    TokenBucket rate;
  } frame_;
};

}  // namespace sl
