// The keys that a device fetches over HTTPS, and again after a rotation; never over MQTT. Base64 in JSON, bytes in code.
#pragma once
#include <nlohmann/json.hpp>

#include "sl/codec/cose.hpp"
#include "sl/peer/frame.hpp"

namespace sl::linux_port {

struct Secrets {
  CommandKeys command_keys;
  List<UplinkKey, limits::uplink_key_slots> uplink;
  PeerKeys peers;

  /// What to seal with: the server accepts two versions during a rotation.
  const UplinkKey& newest_uplink() const;
};

/// The answer of `/v1/devices/self/secrets`, or the same members of an enrolment. Throws std::runtime_error naming the member
/// that has another shape.
Secrets secrets_of(const nlohmann::json& json);
nlohmann::json json_of(const Secrets& secrets);

}  // namespace sl::linux_port
