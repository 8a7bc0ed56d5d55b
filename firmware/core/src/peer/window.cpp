#include "sl/peer/window.hpp"

namespace sl {

bool CounterWindow::accept(uint64_t counter) {
  if (!began_ || counter > highest_) {
    const uint64_t ahead = counter - highest_;
    seen_ = began_ && ahead < limits::peer_window ? seen_ << ahead | 1 : 1;
    highest_ = counter;
    began_ = true;
    return true;
  }
  const uint64_t behind = highest_ - counter;
  if (behind >= limits::peer_window || (seen_ >> behind & 1) != 0) return false;
  seen_ |= uint64_t{1} << behind;
  return true;
}

}  // namespace sl
