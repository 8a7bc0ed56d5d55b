// The link, with somebody watching: whatever is published, and each PUBACK, is told at the rig's socket.
#pragma once
#include <map>

#include "control_socket.hpp"
#include "mqtt_link.hpp"

namespace sl::linux_port {

/// A message that waits for its PUBACK is remembered up to this many others.
inline constexpr size_t traced_packets_max = 64;

class TracedLink final : public ILink {
 public:
  TracedLink(MqttLink& link, ControlSocket& socket, const DeviceId& self) : link_(link), socket_(socket), self_(self) {}

  void connect(Text will_topic, ByteView will) override { link_.connect(will_topic, will); }
  void disconnect() override { link_.disconnect(); }
  bool opening() override { return link_.opening(); }
  bool up() override { return link_.up(); }
  int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) override;

  /// What `published`, `acked`, `dropped` and `received` say of a message: its row and, but for a frame, its bytes.
  static nlohmann::json told(Topic row, ByteView bytes);
  void acked(int32_t packet);
  /// The bytes of that tap (hex) once more; throws when this latch never published it, or the link is down.
  void resend_tap(const std::string& tap_id);

 private:
  void remember_tap(ByteView bytes);

  MqttLink& link_;
  ControlSocket& socket_;
  DeviceId self_;
  std::map<int32_t, nlohmann::json> unacked_;
  std::map<std::string, std::vector<uint8_t>> taps_;
};

}  // namespace sl::linux_port
