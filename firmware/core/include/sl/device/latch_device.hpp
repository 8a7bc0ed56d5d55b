// A latch on its board: what the ports bring becomes an event of the step, and each effect of the step goes to a port. In the
// order in which one tap goes:
//   the reader has a card -> the cameras are woken -> nfc/tap -> cmd/unlock -> the bolt moves -> its switch -> result/unlock
#pragma once
#include "sl/device/board_facts.hpp"
#include "sl/device/keys.hpp"
#include "sl/device/device_clock.hpp"
#include "sl/device/latch_trace.hpp"
#include "sl/device/switches.hpp"
#include "sl/latch/step.hpp"
#include "sl/link/link.hpp"
#include "sl/nfc/nfc_reader.hpp"
#include "sl/peer/waker.hpp"
#include "sl/settings/settings.hpp"

namespace sl {

struct LatchPorts {
  IClock& clock;
  IRng& rng;
  ICrypto& crypto;
  INfc& nfc;
  IInputs& inputs;
  IDrive& drive;
  IPanel& panel;
  ILink& link;
  IPeer& peer;
  ISleep& sleep;
  Journal& journal;
  Settings& settings;
  RisingCounter& wakes;
  LatchTrace& trace;
};

class LatchDevice final : private LatchEffects {
 public:
  /// The keys outlive it, or the next call of `use_keys`.
  LatchDevice(const LatchPorts& ports, const BoardFacts& facts, const DeviceKeys& keys, const LatchTiming& timing);

  /// Power on: a new boot id, empty RAM; the switches say where the bolt is. Then the link.
  void boot();
  /// Looks at every port and does what is due. To be called at `next_deadline_ms`, and whenever a port moved.
  void tick();
  ClockMs next_deadline_ms() const;
  /// An orderly end.
  void close();

  void received(Text topic, Downlink& message, bool retained);
  void acked(int32_t packet) { link_.acked(packet); }
  void peer_frame(ByteView bytes) { waker_.on_frame(keys_->peers, bytes); }

  /// A message spoke of a key that this device does not have: fetch the keys of today, and say so with `use_keys`.
  bool wants_keys() const { return wants_keys_; }
  void use_keys(const DeviceKeys& keys);

  const LatchState& state() const { return state_; }
  const Link& link() const { return link_; }

 private:
  void count_anew(Ms by);
  void dispatch(LatchEvent event);
  void read_card(Ms now_ms);
  void present(const CredentialProof& credential);
  void read_switches(Ms now_ms);
  void arrive(BoltTarget at);
  void follow_link(Ms now_ms);
  void settle_taps(Ms now_ms);
  void on_command(Op op, Downlink& message, bool retained);
  void on_desired(Downlink& message);
  void configure(const DesiredMessage& desired);
  void send_tap();
  template <class Message>
  ByteView seal(Topic topic, const Message& message, ByteSpan out) {
    return seal(topic, ShapeOf<Message>::field, &message, out);
  }
  ByteView seal(Topic topic, const Field& field, const void* message, ByteSpan out);
  void report_now();

  // LatchEffects
  void publish_tap(const Presented& tap) override;
  void show(Shown what) override;
  void drive(BoltTarget to) override;
  void verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) override;
  void result(Op op, const CommandResult& result) override;
  void refused(Op op, const Id16* command_id, Reason reason) override;
  void event(Topic topic, EventKind kind, const Details& details) override;
  void report() override { report_wanted_ = true; }
  void reboot() override { reboot_at_ms_ = clock_.now_ms() + limits::reboot_after_ms; }

  LatchPorts ports_;
  DeviceClock clock_;
  const DeviceKeys* keys_;
  bool report_wanted_ = false;
  bool wants_keys_ = false;
  Ms reboot_at_ms_ = never;
  Switches switches_;
  PeerChannel channel_;
  BoardFacts facts_;
  PeerWaker waker_;
  /// The tap that waits for its cameras to answer.
  Optional<Presented> waking_;
  InfoMessage info_;
  NfcReader reader_;
  LatchState state_;
  Link link_;
};

}  // namespace sl
