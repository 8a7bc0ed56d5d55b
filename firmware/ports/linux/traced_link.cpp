#include "traced_link.hpp"

#include <stdexcept>

#include "hex.hpp"
#include "sl/codec/cose.hpp"

namespace sl::linux_port {

nlohmann::json TracedLink::told(Topic row, ByteView bytes) {
  nlohmann::json told = {{"topic", name_of(row).data}};
  if (row != Topic::face_frame) told["bytes"] = hex_of(bytes);
  return told;
}

int32_t TracedLink::publish(Text topic, ByteView bytes, uint8_t qos, bool retain) {
  const int32_t packet = link_.publish(topic, bytes, qos, retain);
  const Result<Topic> row = parse_topic(topic, self_);
  if (packet < 0 || !row.ok()) return packet;
  const nlohmann::json fields = told(row.value, bytes);
  socket_.tell("published", fields);
  if (qos > 0) {
    if (unacked_.size() == traced_packets_max) unacked_.erase(unacked_.begin());
    unacked_[packet] = fields;
  }
  if (row.value == Topic::nfc_tap) remember_tap(bytes);
  return packet;
}

void TracedLink::acked(int32_t packet) {
  const auto found = unacked_.find(packet);
  if (found == unacked_.end()) return;
  socket_.tell("acked", found->second);
  unacked_.erase(found);
}

void TracedLink::remember_tap(ByteView bytes) {
  const Result<Uplink> uplink = parse_uplink(bytes);
  TapMessage tap;
  if (!uplink.ok() || decode(uplink.value.payload, tap) != Status::ok) return;
  if (taps_.size() == traced_packets_max) taps_.erase(taps_.begin());
  taps_[hex_of(tap.tap_id)] = {bytes.begin(), bytes.end()};
}

void TracedLink::resend_tap(const std::string& tap_id) {
  const auto found = taps_.find(tap_id);
  if (found == taps_.end()) throw std::runtime_error("this latch has published no such tap");
  const ByteView bytes{found->second.data(), found->second.size()};
  const TopicRow& row = row_of(Topic::nfc_tap);
  if (publish(topic_of(self_, Topic::nfc_tap).text(), bytes, row.qos, row.retain) < 0) {
    throw std::runtime_error("the link is down");
  }
}

}  // namespace sl::linux_port
