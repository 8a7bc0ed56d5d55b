#include "sl/device/connection.hpp"

namespace sl {

namespace {
constexpr size_t info_bytes_max = 256;
constexpr size_t state_bytes_max = 64;
constexpr unsigned backoff_doublings_max = 16;
}  // namespace

void Connection::start(Ms now_ms, const Id16& boot, const InfoMessage& info) {
  boot_ = boot;
  info_ = &info;
  number_ = 0;
  failures_ = 0;
  open(now_ms);
}

void Connection::open(Ms) {
  ++number_;
  is_up_ = false;
  is_opening_ = true;
  retry_at_ms_ = never;
  uint8_t memory[state_bytes_max];
  link_.connect(topic_of(self_, Topic::state).text(), state_bytes(DeviceState::lost, memory));
}

Connection::Change Connection::work(Ms now_ms) {
  if (info_ == nullptr) return Change::none;
  if (link_.up() && !is_up_) {
    is_up_ = true;
    is_opening_ = false;
    failures_ = 0;
    greet();
    // A new connection knows nothing of the old one's packets.
    for (QueuedMessage& message : outbox_) message.sent_at_ms.clear();
    pump(now_ms);
    return Change::up;
  }
  const bool failed = !link_.up() && !link_.opening() && (is_up_ || is_opening_);
  if (failed) {
    const bool was_up = is_up_;
    is_up_ = is_opening_ = false;
    // Full jitter: a broker that comes back is not met by all its devices at once.
    const Ms doubled_ms = limits::backoff_first_ms << failures_;
    const Ms ceiling_ms = doubled_ms < limits::backoff_cap_ms ? doubled_ms : limits::backoff_cap_ms;
    if (failures_ < backoff_doublings_max) ++failures_;
    uint8_t random[2];
    rng_.fill(random);
    retry_at_ms_ = now_ms + ceiling_ms * (random[0] << 8 | random[1]) / 0x10000;
    return was_up ? Change::down : Change::none;
  }
  if (now_ms >= retry_at_ms_) open(now_ms);
  if (is_up_) pump(now_ms);
  return Change::none;
}

/// After the subscriptions, so that no command is missed once `ready` is said.
void Connection::greet() {
  uint8_t memory[info_bytes_max];
  publish(Topic::info, encode(*info_, memory));
  publish(Topic::state, state_bytes(DeviceState::ready, memory));
}

bool Connection::send(const QueuedMessage& message) {
  if (message.size == 0) return false;
  if (outbox_.size() == outbox_.limit) {
    pushed_out_ = outbox_[0];
    outbox_.remove(0);
  }
  return outbox_.add(message);
}

void Connection::send_now(Topic topic, ByteView bytes) {
  if (is_up_) publish(topic, bytes);
}

void Connection::acked(int32_t packet) {
  for (size_t i = 0; i < outbox_.size(); ++i) {
    if (!outbox_[i].sent_at_ms.present || outbox_[i].packet != packet) continue;
    outbox_.remove(i);
    return;
  }
}

bool Connection::take_dropped(Ms now_ms, QueuedMessage& dropped) {
  if (pushed_out_.present) {
    dropped = pushed_out_.value;
    pushed_out_.clear();
    return true;
  }
  for (size_t i = 0; i < outbox_.size(); ++i) {
    if (now_ms <= outbox_[i].until_ms) continue;
    dropped = outbox_[i];
    outbox_.remove(i);
    return true;
  }
  return false;
}

void Connection::close() {
  uint8_t memory[state_bytes_max];
  if (is_up_) publish(Topic::state, state_bytes(DeviceState::disconnected, memory));
  link_.disconnect();
  is_up_ = is_opening_ = false;
  retry_at_ms_ = never;
  info_ = nullptr;
}

Ms Connection::next_deadline_ms() const {
  Ms next_ms = retry_at_ms_;
  for (const QueuedMessage& message : outbox_) {
    const Ms resend_ms = !is_up_ ? never : message.sent_at_ms.present ? message.sent_at_ms.value + limits::resend_ms : 0;
    const Ms due_ms = resend_ms < message.until_ms ? resend_ms : message.until_ms + 1;
    if (message.until_ms != never || is_up_) next_ms = due_ms < next_ms ? due_ms : next_ms;
  }
  return next_ms;
}

int32_t Connection::publish(Topic topic, ByteView bytes) {
  const TopicRow& row = row_of(topic);
  return bytes.empty() ? -1 : link_.publish(topic_of(self_, topic).text(), bytes, row.qos, row.retain);
}

ByteView Connection::state_bytes(DeviceState state, ByteSpan memory) const {
  return encode(StateMessage{state, boot_, number_}, memory);
}

void Connection::pump(Ms now_ms) {
  for (QueuedMessage& message : outbox_) {
    if (message.sent_at_ms.present && now_ms - message.sent_at_ms.value < limits::resend_ms) continue;
    const int32_t packet = publish(message.topic, message.view());
    if (packet < 0) return;  // the link takes no more now
    message.packet = packet;
    message.sent_at_ms = now_ms;
  }
}

}  // namespace sl
