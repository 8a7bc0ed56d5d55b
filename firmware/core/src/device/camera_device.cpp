#include "sl/device/camera_device.hpp"

#include "sl/camera/frame.hpp"

namespace sl {

namespace {

constexpr Text capabilities[] = {"jpeg", "peer_wake"};


}  // namespace

CameraDevice::CameraDevice(const CameraPorts& ports, const BoardFacts& facts, const DeviceKeys& keys,
                           ByteSpan frame_memory)
    : ports_(ports),
      clock_(ports.clock),
      facts_(facts),
      keys_(keys),
      link_(ports.link, ports.rng, ports.journal, facts.id),
      listener_(ports.crypto) {
  frame_.memory = frame_memory;
}

void CameraDevice::boot() {
  link_.close();
  ports_.rng.fill(boot_.span());
  DesiredMessage desired;
  if (ports_.settings.load(desired)) configure(desired);
  info_ = InfoMessage{};
  info_.model = facts_.model;
  info_.firmware = facts_.firmware;
  info_.reset_reason = facts_.reset_reason;
  info_.boot = boot_;
  for (const Text& capability : capabilities) info_.capabilities.add(capability);
  for (const CommandKey& key : keys_.command) info_.key_ids.add(key.kid);
  link_.start(clock_.now_ms(), boot_, info_);
}

void CameraDevice::tick() {
  if (const Ms by = clock_.turn()) count_anew(by);
  const Ms now_ms = clock_.now_ms();
  if (link_.work(now_ms) == Link::Change::up) {
    frame_.flight.restart();
    ports_.trace.connected(link_.connection());
  }
  take_pictures();
  pump_frame(now_ms);
  Outgoing dropped;
  while (link_.take_dropped(now_ms, dropped)) ports_.trace.dropped(dropped.topic, dropped.view());
  const Optional<ClockMs> deadline_ms = sl::next_deadline_ms(state_);
  if (deadline_ms.present && ports_.clock.now_ms() >= deadline_ms.value) dispatch(CameraEvent::tick());
}

ClockMs CameraDevice::next_deadline_ms() const {
  const ClockMs send_ms = clock_.on_board(next_send_ms());
  const Optional<ClockMs> step_ms = sl::next_deadline_ms(state_);
  return step_ms.present && step_ms.value < send_ms ? step_ms.value : send_ms;
}

/// Of the link, of the lens and of the frame.
Ms CameraDevice::next_send_ms() const {
  const Ms now_ms = clock_.now_ms();
  Ms next_ms = link_.next_deadline_ms(now_ms);
  if (wants_pictures(state_)) next_ms = sooner(next_ms, now_ms + limits::lens_poll_ms);
  if (frame_.size == 0) return next_ms;
  next_ms = sooner(next_ms, frame_.until_ms + 1);
  if (!link_.is_up()) return next_ms;
  const Ms allowed_ms = frame_.rate.ready_ms(row_of(Topic::face_frame), now_ms);
  return sooner(next_ms, later(later(frame_.flight.due_ms(), frame_.retry_ms), allowed_ms));
}

void CameraDevice::count_anew(Ms by) {
  link_.count_anew(by);
  sl::count_anew(frame_.until_ms, by);
  sl::count_anew(frame_.retry_ms, by);
  frame_.flight.restart_wait();
  frame_.rate.count_from_now();
}

void CameraDevice::close() {
  link_.close();
  ports_.lens.sleep();
}

void CameraDevice::use_keys(const DeviceKeys& keys) {
  keys_ = keys;
  wants_keys_ = false;
  dispatch(CameraEvent::keys_are(keys_.peers));
}

// ---- what comes in ----

void CameraDevice::received(Text topic, Downlink& message, bool retained) {
  const Result<Topic> row = parse_topic(topic, facts_.id);
  if (!row.ok()) return;
  if (row.value == Topic::desired) return on_desired(message);
  Op op{};
  if (is_command(row.value, op)) on_command(op, message, retained);
}

void CameraDevice::on_command(Op op, Downlink& message, bool retained) {
  const CameraCommand arrived{op, open_command(ports_.crypto, keys_.command, facts_.id, message), retained};
  if (!arrived.opened.ok && arrived.opened.reason == Reason::unknown_key) wants_keys_ = true;
  dispatch(CameraEvent::commanded(arrived, keys_.peers));
}

void CameraDevice::on_desired(Downlink& message) {
  DesiredMessage desired;
  const Configured taken = ports_.settings.take(keys_.command, message, desired);
  if (taken == Configured::unknown_key) wants_keys_ = true;
  if (taken != Configured::applied) return ports_.trace.configuration_refused(taken);
  configure(desired);
}

/// The configuration names peers and epochs; their keys come over HTTPS only.
void CameraDevice::configure(const DesiredMessage& desired) {
  for (const Pairing& pairing : desired.pairings) {
    const PeerKey* known = find_peer(keys_.peers, pairing.peer);
    if (known == nullptr || known->epoch != pairing.epoch) wants_keys_ = true;
  }
}

bool CameraDevice::peer_frame(ByteView bytes, PeerBytes& answer) {
  PeerFrame wake;
  if (!listener_.take(keys_.peers, bytes, wake, answer)) return false;
  ports_.trace.woken(wake.latch, wake.nonce);
  dispatch(CameraEvent::woken(wake));
  return true;
}

void CameraDevice::take_pictures() {
  Picture picture;
  for (unsigned left = limits::pictures_per_tick; left > 0 && wants_pictures(state_); --left) {
    if (!ports_.lens.take(picture)) return;
    dispatch(CameraEvent::sees(picture));
  }
}

void CameraDevice::acked(int32_t packet) {
  if (frame_.size > 0 && frame_.flight.is_settled_by(packet)) return frame_is_over(true);
  link_.acked(packet);
}

// ---- what goes out ----

bool CameraDevice::send_frame(const Id16& nonce, const DeviceId& latch, const Picture& picture) {
  FrameHeader header;
  header.nonce = nonce;
  header.latch = latch;
  header.sequence = ports_.sequence.take();
  header.captured_at_ms = picture.stamped_ms <= limits::count_max ? picture.stamped_ms : 0;
  // A number that flash did not keep could come again, and the server would count neither picture.
  if (header.sequence == 0) return false;
  const ByteView frame = seal_frame(ports_.crypto, keys_.uplink, facts_.id, header, picture.jpeg, frame_.memory);
  if (frame.empty()) return false;
  frame_.size = frame.size;
  frame_.until_ms = clock_.now_ms() + limits::frame_life_ms;
  frame_.flight = {};
  ports_.trace.frame(nonce, header.sequence, frame.size);
  return true;
}

/// As the outbox does with smaller messages: again on a new connection, and again when no PUBACK comes.
void CameraDevice::pump_frame(Ms now_ms) {
  if (frame_.size == 0) return;
  if (now_ms > frame_.until_ms) {
    ports_.trace.dropped(Topic::face_frame, {});
    return frame_is_over(false);
  }
  const TopicRow& row = row_of(Topic::face_frame);
  if (!link_.is_up() || frame_.flight.waits(now_ms) || now_ms < frame_.retry_ms) return;
  if (!frame_.rate.take(row, now_ms)) return;
  const ByteView frame{frame_.memory.data, frame_.size};
  const int32_t packet =
      ports_.link.publish(topic_of(facts_.id, Topic::face_frame).text(), frame, row.qos, row.retain);
  if (packet < 0) frame_.retry_ms = now_ms + limits::publish_retry_ms;
  else frame_.flight.sent(now_ms, packet);
}

void CameraDevice::frame_is_over(bool arrived) {
  frame_.size = 0;
  dispatch(CameraEvent::delivered(arrived));
}

void CameraDevice::result(Op op, const CaptureResult& result) {
  ports_.trace.result(op, result);
  const Topic topic = result_topic(op);
  uint8_t memory[limits::outbox_entry_bytes];
  const ByteView sealed =
      seal_message(ports_.crypto, keys_.uplink, facts_.id, topic, result_message(result), memory);
  link_.send(clock_.now_ms(), topic, sealed);
}

void CameraDevice::poor(const Id16& nonce, const Measures& measures, PictureFault fault) {
  ports_.trace.poor(nonce, measures, fault);
}

void CameraDevice::blind(const Id16& nonce) {
  ports_.lens.reset();
  ports_.trace.blind(nonce);
}

}  // namespace sl
