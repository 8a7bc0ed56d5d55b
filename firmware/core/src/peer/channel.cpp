#include "sl/peer/channel.hpp"

namespace sl {

namespace {

/// Most access points stand on the three that do not overlap (IEEE 802.11, 2.4 GHz). 12 and 13 are not allowed everywhere.
constexpr uint8_t order[] = {1, 6, 11, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13};

}  // namespace

void PeerChannel::pin(uint8_t channel) {
  pinned_ = true;
  known_ = channel;
  current_ = channel;
  tried_ = 0;
}

void PeerChannel::answered() {
  known_ = current_;
  tried_ = 0;
  rests_until_ms_ = 0;
}

bool PeerChannel::next(Ms now) {
  if (pinned_ || now < rests_until_ms_) return false;
  const uint8_t home = known_ == 0 ? first_guess : known_;
  while (tried_ < sizeof order) {
    current_ = order[tried_++];
    if (current_ != home) return true;
  }
  current_ = home;
  tried_ = 0;
  rests_until_ms_ = now + limits::peer_search_rest_ms;
  return false;
}

}  // namespace sl
