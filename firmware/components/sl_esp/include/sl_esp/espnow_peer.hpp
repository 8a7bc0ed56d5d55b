// IPeer on ESP-NOW. A frame carries its own HMAC and counter (sl/peer); here it is encrypted as well (CCMP) wherever both ends
// know each other's radio address, which they learn from frames that the core believed.
//   first wake: broadcast, in the clear -> the camera believes it, learns the latch's address, acknowledges by broadcast
//   -> the latch learns the camera's -> from then on both ways are unicast under a key of their own (LMK).
// An answer that stays away sends the next wake by broadcast again: the other board may have been exchanged or restarted.
#pragma once
#include "sl/peer/frame.hpp"
#include "sl_esp/inbox.hpp"

namespace sl::esp {

/// A camera answers, and the way it was asked; a latch asks, and listens only while it waits for the answer.
enum class PeerRole : uint8_t { asks, answers };

class EspNowPeer final : public IPeer {
 public:
  /// The radio must be on. One object in a program: ESP-NOW's callback has no argument.
  EspNowPeer(PeerRole role, ICrypto& crypto, Inbox& inbox);

  bool send(Text peer, ByteView frame) override;
  void set_channel(uint8_t channel) override;

  /// The pairings of now: forgets the addresses of all others, and the key of an epoch that has passed.
  void pair(const PeerKeys& keys);
  /// A latch, before the core has the frame: learns the address of the camera that acknowledged the wake of now.
  void heard_answer(const Mail& mail, const PeerKeys& keys);
  /// A camera, after the core believed the wake: learns the address of the latch, for the answer too.
  void heard_wake(const Mail& mail);
  /// Whether the radio stays awake for frames that were not announced by a beacon.
  void listen(bool awake);

 private:
  struct Known {
    DeviceId peer;
    uint64_t epoch = 0;
    uint8_t address[6] = {};
    uint8_t lmk[16] = {};
    bool has_address = false;
    bool asked_by_broadcast = false;
    /// Frames sent since it was last heard, and the counter of the last: an answer to an older one may be a replay.
    uint8_t unanswered = 0;
    uint64_t asked_counter = 0;
  };
  Known* find(Text peer);
  void learn(Known& known, const Mail& mail);
  void remove_address(Known& known);

  PeerRole role_;
  ICrypto& crypto_;
  bool listening_ = false;
  List<Known, limits::pairings> known_;
};

}  // namespace sl::esp
