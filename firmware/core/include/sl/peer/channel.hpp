// Which Wi-Fi channel the peer frames go out on. ESP-NOW reaches a board only on the channel that its radio is on, and the
// camera's is on its access point's. A latch that is connected itself is on the same one; a latch that sleeps without a
// connection remembers where the camera answered last and, when it does not answer there, looks on the other channels.
#pragma once
#include "sl/clock.hpp"
#include "sl/limits.hpp"

namespace sl {

class PeerChannel {
 public:
  /// `known`: where a camera answered last, from flash; 0 for nowhere yet.
  explicit PeerChannel(uint8_t known = 0) : known_(known), current_(known == 0 ? first_guess : known) {}

  /// The radio is connected to an access point and stays on its channel. UDP has one channel: pin it too.
  void pin(uint8_t channel);
  /// The connection is gone: the access point's channel is the best guess.
  void release() { pinned_ = false; }
  /// A camera answered here.
  void answered();
  /// No answer on the current channel: moves to the next one. False when each had its turn, or none may be tried now; then
  /// the current one is the known one again, and there is no other search for `peer_search_rest_ms`.
  bool next(Ms now);

  void count_anew(Ms by) { sl::count_anew(rests_until_ms_, by); }

  uint8_t current() const { return current_; }
  /// To be kept in flash when it changed; 0 for nowhere yet.
  uint8_t known() const { return known_; }

 private:
  static constexpr uint8_t first_guess = 1;

  uint8_t known_;
  uint8_t current_;
  bool pinned_ = false;
  /// How many of the list had their turn in this search.
  uint8_t tried_ = 0;
  Ms rests_until_ms_ = 0;
};

}  // namespace sl
