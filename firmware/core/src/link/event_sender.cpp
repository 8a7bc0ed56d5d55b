#include "sl/link/event_sender.hpp"

namespace sl {

namespace {

/// Every row of evt/ has the rate of the others.
constexpr Topic any_event = Topic::evt_lock;

}  // namespace

bool EventSender::due(Ms now_ms, Rates& rates, size_t spare, ByteSpan memory, StoredEvent& event) {
  settle_front();
  if (spare == 0 || rates.ready_ms(any_event, now_ms, limits::spared_tokens) > now_ms) return false;
  for (Sent& one : window_) {
    if (one.has_arrived || one.flight.waits(now_ms)) continue;
    if (journal_.read(one.sequence, memory, event) && event.sequence == one.sequence) {
      return rates.take(any_event, now_ms, limits::spared_tokens);
    }
    one.has_arrived = true;  // it is gone: the journal was full
  }
  settle_front();
  if (window_.full() || next_unsent() >= journal_.next()) return false;
  if (!journal_.read(next_unsent(), memory, event)) {
    // Not one of those that wait can be read any more. The server sees the gap.
    if (window_.empty()) journal_.mark_published(journal_.next());
    return false;
  }
  return rates.take(any_event, now_ms, limits::spared_tokens);
}

void EventSender::sent(Ms now_ms, uint32_t sequence, int32_t packet) {
  for (Sent& one : window_) {
    if (one.sequence == sequence) return one.flight.sent(now_ms, packet);
  }
  Sent* fresh = window_.add_blank();
  if (fresh == nullptr) return;
  fresh->sequence = sequence;
  fresh->flight.sent(now_ms, packet);
}

bool EventSender::acked(int32_t packet) {
  for (Sent& one : window_) {
    if (one.has_arrived || !one.flight.is_settled_by(packet)) continue;
    one.has_arrived = true;
    settle_front();
    return true;
  }
  return false;
}

/// What the front of the window says is written to flash; what arrived behind one that has not, is not.
void EventSender::settle_front() {
  uint32_t arrived = journal_.published();
  while (!window_.empty() && (window_[0].has_arrived || window_[0].sequence < arrived)) {
    if (window_[0].sequence >= arrived) arrived = window_[0].sequence + 1;
    window_.erase(window_.begin());
  }
  if (arrived > journal_.published()) journal_.mark_published(arrived);
}

/// What has arrived stays arrived, also behind one that has not.
void EventSender::restart() {
  for (Sent& one : window_) one.flight.restart();
}

void EventSender::restart_waits() {
  for (Sent& one : window_) one.flight.restart_wait();
}

uint32_t EventSender::next_unsent() const {
  return window_.empty() ? journal_.published() : (window_.end() - 1)->sequence + 1;
}

size_t EventSender::in_flight(Ms now_ms) const {
  size_t count = 0;
  for (const Sent& one : window_) count += !one.has_arrived && one.flight.waits(now_ms) ? 1u : 0u;
  return count;
}

Ms EventSender::next_send_ms(Ms now_ms, const Rates& rates, size_t spare) const {
  Ms next_ms = never;
  for (const Sent& one : window_) {
    if (!one.has_arrived) next_ms = sooner(next_ms, one.flight.due_ms());
  }
  const bool has_room = spare > 0 && !window_.full();
  if (has_room && next_unsent() < journal_.next()) next_ms = now_ms;
  const Ms allowed_ms = rates.ready_ms(any_event, now_ms, limits::spared_tokens);
  return next_ms < allowed_ms ? allowed_ms : next_ms;
}

}  // namespace sl
