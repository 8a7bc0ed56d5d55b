#include "board.hpp"

namespace sl::target {

void Rng::fill(ByteSpan bytes) {
  if (bytes.size == chosen.size && skip-- == 0) {
    memcpy(bytes.data, chosen.data, bytes.size);
    chosen = {};
    return;
  }
  for (size_t i = 0; i < bytes.size; ++i) bytes.data[i] = ++next;
}

void Door::drive(BoltTarget to) {
  if (to == BoltTarget::unlocked) ++opened;
  if (stuck) return;
  inputs.bolt_locked = to == BoltTarget::locked;
  inputs.bolt_unlocked = !inputs.bolt_locked;
}

int32_t Broker::publish(Text topic, ByteView bytes, uint8_t qos, bool) {
  const Result<Topic> row = parse_topic(topic, self);
  if (!is_up || !row.ok() || bytes.size > limits::event_bytes) return -1;
  if (qos > 0 && unacknowledged.size() == unacknowledged.limit) return -1;
  Kept& at = of(row.value);
  at.topic = row.value;
  at.packet = qos == 0 ? 0 : ++packet;
  at.size = bytes.size;
  memcpy(at.bytes, bytes.data, bytes.size);
  if (qos > 0) unacknowledged.add(at);
  return at.packet;
}

bool Flash::read(size_t offset, ByteSpan into) {
  memcpy(into.data, bytes + offset, into.size);
  return true;
}

bool Flash::write(size_t offset, ByteView data) {
  for (size_t i = 0; i < data.size; ++i) bytes[offset + i] = static_cast<uint8_t>(bytes[offset + i] & data[i]);
  return true;
}

bool Flash::erase(size_t at) {
  memset(bytes + at * sector, 0xff, sector);
  return true;
}

}  // namespace sl::target
