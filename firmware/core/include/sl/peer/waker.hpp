// The latch's end of the peer link: wakes the cameras of this door when a card is read, before the tap has left.
#pragma once
#include "sl/peer/channel.hpp"
#include "sl/peer/frame.hpp"
#include "sl/peer/rising_counter.hpp"

namespace sl {

/**
 * `wake`, then `on_frame` for whatever comes in and `tick` when time passes, until `waiting()` is false; then `woken()` is
 * what `nfc/tap` says as camera_woken. Pinned to a channel it waits at most limits::peer_ack_ms; a search over the channels
 * takes limits::peer_hop_ms for each.
 */
class PeerWaker {
 public:
  PeerWaker(ICrypto& crypto, IPeer& peer, PeerChannel& channel, RisingCounter& counter, const DeviceId& self)
      : crypto_(crypto), peer_(peer), channel_(channel), counter_(counter), self_(self) {}

  /// Asks every camera that this latch is paired with and that the port can reach. A wake that still waited is given up.
  void wake(Ms now, const PeerKeys& cameras, const Id16& nonce);
  void on_frame(const PeerKeys& cameras, ByteView bytes);
  void tick(Ms now, const PeerKeys& cameras);
  void count_anew(Ms by) { sl::count_anew(until_ms_, by); }

  bool waiting() const { return !asked_.empty(); }
  /// Whether a camera answered.
  bool woken() const { return woken_; }
  /// When `tick` is wanted, while waiting.
  Ms deadline_ms() const { return until_ms_; }

 private:
  struct Asked {
    DeviceId camera;
    uint32_t counter = 0;
  };
  void ask(Ms now, const PeerKeys& cameras, Ms patience_ms);

  ICrypto& crypto_;
  IPeer& peer_;
  PeerChannel& channel_;
  RisingCounter& counter_;
  DeviceId self_;
  Id16 nonce_;
  List<Asked, limits::cameras_per_latch> asked_;
  Ms until_ms_ = 0;
  bool woken_ = false;
};

}  // namespace sl
