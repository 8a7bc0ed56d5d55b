#include "sl/link/outbox.hpp"

namespace sl {

namespace {

constexpr Ms pushed_out = -1;

}  // namespace

Ms Outbox::life_ms(Topic topic) {
  if (topic == Topic::nfc_tap) return limits::tap_life_ms;
  if (topic == Topic::job_update) return limits::job_update_life_ms;
  return topic >= Topic::result_unlock && topic <= Topic::result_reboot ? limits::result_life_ms : 0;
}

bool Outbox::add(Ms now_ms, Topic topic, ByteView bytes, const Id16& about) {
  const Ms life = life_ms(topic);
  if (life == 0 || bytes.empty() || bytes.size > limits::outbox_entry_bytes) return false;
  if (entries_.full()) entries_.erase(entries_.begin());
  Outgoing& added = *entries_.add_blank();
  added.topic = topic;
  added.until_ms = now_ms + life;
  added.about = about;
  added.size = static_cast<uint16_t>(bytes.size);
  memcpy(added.bytes, bytes.data, bytes.size);
  // Full but for one place, where what was pushed out waits until somebody has been told.
  if (entries_.full()) entries_[0].until_ms = pushed_out;
  return true;
}

Outgoing* Outbox::due(Ms now_ms, Rates& rates, size_t spare) {
  if (spare == 0) return nullptr;
  for (Outgoing& entry : entries_) {
    if (now_ms > entry.until_ms || entry.flight.waits(now_ms)) continue;
    if (rates.take(entry.topic, now_ms)) return &entry;
  }
  return nullptr;
}

bool Outbox::acked(int32_t packet) {
  for (Outgoing& entry : entries_) {
    if (!entry.flight.is_settled_by(packet)) continue;
    entries_.erase(&entry);
    return true;
  }
  return false;
}

bool Outbox::take_dropped(Ms now_ms, Outgoing& dropped) {
  for (Outgoing& entry : entries_) {
    if (now_ms <= entry.until_ms) continue;
    dropped = entry;
    entries_.erase(&entry);
    return true;
  }
  return false;
}

void Outbox::restart() {
  for (Outgoing& entry : entries_) entry.flight.restart();
}

void Outbox::count_anew(Ms by) {
  for (Outgoing& entry : entries_) {
    entry.until_ms -= by;
    entry.flight.restart_wait();
  }
}

size_t Outbox::in_flight(Ms now_ms) const {
  size_t count = 0;
  for (const Outgoing& entry : entries_) count += entry.flight.waits(now_ms) ? 1u : 0u;
  return count;
}

Ms Outbox::next_drop_ms() const {
  Ms next_ms = never;
  for (const Outgoing& entry : entries_) next_ms = sooner(next_ms, entry.until_ms + 1);
  return next_ms;
}

Ms Outbox::next_send_ms(Ms now_ms, const Rates& rates, size_t spare) const {
  Ms next_ms = never;
  for (const Outgoing& entry : entries_) {
    if (!entry.flight.is_sent() && spare == 0) continue;
    const Ms allowed_ms = rates.ready_ms(entry.topic, now_ms);
    next_ms = sooner(next_ms, entry.flight.due_ms() < allowed_ms ? allowed_ms : entry.flight.due_ms());
  }
  return next_ms;
}

}  // namespace sl
