// The camera's end of the peer link: which wakes it believes.
#pragma once
#include "sl/peer/frame.hpp"
#include "sl/peer/window.hpp"

namespace sl {

/// Believes a wake of a latch that it is paired with, in the epoch of that pairing, once.
class PeerListener {
 public:
  explicit PeerListener(ICrypto& crypto) : crypto_(crypto) {}
  /// True for a wake to act on; `ack` is then to be sent back to where it came from. Anything else is not answered.
  bool take(const PeerKeys& keys, ByteView bytes, PeerFrame& wake, PeerBytes& ack);

 private:
  /// Replays are known since boot; a wake of before asks for a picture of a nonce that no attempt has any more.
  struct Heard {
    DeviceId latch;
    uint64_t epoch = 0;
    CounterWindow window;
  };
  CounterWindow* window_of(const PeerKeys& keys, const PeerKey& peer);
  void forget_strangers(const PeerKeys& keys);

  ICrypto& crypto_;
  List<Heard, limits::pairings> heard_;
};

}  // namespace sl
