#include "sl/link/link.hpp"

namespace sl {

namespace {

constexpr size_t state_bytes_max = 64;

}  // namespace

// ---- the connection ----

void Link::start(Ms now_ms, const Id16& boot, const InfoMessage& info) {
  boot_ = boot;
  info_ = &info;
  connection_ = 0;
  backoff_.reset();
  outbox_.clear();
  events_.restart();
  open(now_ms);
}

void Link::open(Ms now_ms) {
  ++connection_;
  is_up_ = false;
  is_opening_ = true;
  open_at_ms_ = now_ms + limits::connect_deadline_ms;
  uint8_t memory[state_bytes_max];
  port_.connect(topic_of(self_, Topic::state).text(), state_bytes(DeviceState::lost, memory));
}

Link::Change Link::work(Ms now_ms) {
  if (info_ == nullptr) return Change::none;
  const bool port_is_up = port_.up();
  if (port_is_up && is_opening_) return went_up(now_ms);
  if (!port_is_up && is_up_) return went_down(now_ms);
  if (is_up_ && now_ms - owed_since_ms_ >= limits::dead_ms) return went_down(now_ms);
  if (is_opening_ && !port_.opening()) return went_down(now_ms);
  if (now_ms >= open_at_ms_) {
    if (!is_opening_) open(now_ms);
    else return went_down(now_ms);
  }
  if (is_up_) pump(now_ms);
  return Change::none;
}

/// The subscriptions stand, so no command is missed once `ready` is said.
Link::Change Link::went_up(Ms now_ms) {
  is_up_ = true;
  is_opening_ = false;
  open_at_ms_ = never;
  up_since_ms_ = now_ms;
  quiet_until_ms_ = 0;
  owed_since_ms_ = never;
  outbox_.restart();
  events_.restart();
  say_info();
  say_state(is_ready_ ? DeviceState::ready : DeviceState::init);
  pump(now_ms);
  return Change::up;
}

Link::Change Link::went_down(Ms now_ms) {
  const bool was_up = is_up_;
  port_.disconnect();
  is_up_ = is_opening_ = false;
  if (was_up && now_ms - up_since_ms_ >= limits::stable_ms) backoff_.reset();
  open_at_ms_ = now_ms + backoff_.next_ms(rng_);
  return was_up ? Change::down : Change::none;
}

void Link::close(DeviceState last) {
  if (info_ == nullptr) return;
  if (is_up_) say_state(last);
  port_.disconnect();
  is_up_ = is_opening_ = false;
  open_at_ms_ = never;
  info_ = nullptr;
}

void Link::set_ready(bool ready) {
  if (ready == is_ready_) return;
  is_ready_ = ready;
  if (is_up_) say_state(ready ? DeviceState::ready : DeviceState::init);
}

void Link::say_info() {
  uint8_t memory[limits::info_bytes];
  publish(Topic::info, encode(*info_, memory));
}

void Link::say_state(DeviceState state) {
  uint8_t memory[state_bytes_max];
  publish(Topic::state, state_bytes(state, memory));
}

ByteView Link::state_bytes(DeviceState state, ByteSpan memory) const {
  return encode(StateMessage{state, boot_, connection_}, memory);
}

// ---- what goes over it ----

bool Link::send(Ms now_ms, Topic topic, ByteView bytes, const Id16& about) {
  return outbox_.add(now_ms, topic, bytes, about);
}

void Link::send_now(Topic topic, ByteView bytes) {
  if (is_up_) publish(topic, bytes);
}

void Link::acked(int32_t packet) {
  if (outbox_.acked(packet) || events_.acked(packet)) owed_since_ms_ = never;
}

/// Taps and results before the events of an outage: somebody stands at the door.
void Link::pump(Ms now_ms) {
  if (now_ms < quiet_until_ms_) return;
  while (Outgoing* message = outbox_.due(now_ms, rates_, spare(now_ms))) {
    const int32_t packet = publish_owed(now_ms, message->topic, message->view());
    if (packet < 0) return;
    message->flight.sent(now_ms, packet);
  }
  pump_events(now_ms);
}

void Link::pump_events(Ms now_ms) {
  uint8_t memory[limits::event_bytes];
  StoredEvent event;
  while (events_.due(now_ms, rates_, spare(now_ms), memory, event)) {
    const int32_t packet = publish_owed(now_ms, event.topic, event.bytes);
    if (packet < 0) return;
    events_.sent(now_ms, event.sequence, packet);
  }
}

int32_t Link::publish(Topic topic, ByteView bytes) {
  const TopicRow& row = row_of(topic);
  return bytes.empty() ? -1 : port_.publish(topic_of(self_, topic).text(), bytes, row.qos, row.retain);
}

int32_t Link::publish_owed(Ms now_ms, Topic topic, ByteView bytes) {
  const int32_t packet = publish(topic, bytes);
  if (packet < 0) quiet_until_ms_ = now_ms + limits::publish_retry_ms;
  else if (owed_since_ms_ == never) owed_since_ms_ = now_ms;
  return packet;
}

size_t Link::spare(Ms now_ms) const {
  const size_t taken = outbox_.in_flight(now_ms) + events_.in_flight(now_ms);
  return taken < limits::in_flight ? limits::in_flight - taken : 0;
}

void Link::count_anew(Ms by) {
  outbox_.count_anew(by);
  // For the rest, now is near enough: once in days something is tried a little sooner or later.
  events_.restart_waits();
  rates_.count_from_now();
  up_since_ms_ = quiet_until_ms_ = 0;
  if (open_at_ms_ != never) open_at_ms_ = 0;
  if (owed_since_ms_ != never) owed_since_ms_ = 0;
}

Ms Link::next_deadline_ms(Ms now_ms) const {
  if (info_ == nullptr) return never;
  Ms next_ms = sooner(open_at_ms_, outbox_.next_drop_ms());
  if (!is_up_) return next_ms;
  if (owed_since_ms_ != never) {
    next_ms = sooner(next_ms, owed_since_ms_ + (has_server(now_ms) ? limits::silent_ms : limits::dead_ms));
  }
  Ms send_ms = outbox_.next_send_ms(now_ms, rates_, spare(now_ms));
  send_ms = sooner(send_ms, events_.next_send_ms(now_ms, rates_, spare(now_ms)));
  return sooner(next_ms, send_ms < quiet_until_ms_ ? quiet_until_ms_ : send_ms);
}

}  // namespace sl
