// Everything that a device knows about itself, and the folder that keeps it as flash does on a board: `device.key` (the key,
// made here) and `identity.json` (all that enrolment gave). Twin: device-sim/src/identity.ts.
#pragma once
#include <optional>
#include <string>

#include "certificate.hpp"
#include "device_key.hpp"
#include "secrets.hpp"

namespace sl::linux_port {

struct Identity {
  /// "latch" or "camera".
  std::string kind;
  DeviceId device;
  /// The device's certificate and its intermediates, PEM.
  std::string certificate;
  std::string broker_host;
  uint16_t broker_port = 0;
  std::string broker_ca;
  /// Where it enrolled and whom it trusts there.
  std::string enrolment_url;
  std::string enrolment_ca;
  std::string site;
  /// The latch or camera that this device is the hardware of.
  std::string unit;
  Secrets secrets;

  std::string device_text() const { return {device.characters, sizeof device.characters}; }
};

/// The other way of `json_of`; also reads the answer to an enrolment, once `kind` and `enrolment` are added. Throws
/// std::runtime_error naming what is not there or has another shape.
Identity identity_of(const nlohmann::json& json);
nlohmann::json json_of(const Identity& identity);

class StateFolder {
 public:
  /// Makes the folder (0700) and the key when they are not there. The key is kept before anybody is told of it: a board that loses
  /// its power while it enrols comes back as the same device, so its claim is not lost.
  explicit StateFolder(const std::string& path);

  const std::string& path() const { return path_; }
  const DeviceKey& key() const { return key_; }
  /// Nothing before enrolment. Throws with what to do when it cannot be read or belongs to another key.
  std::optional<Identity> load() const;
  void save(const Identity& identity) const;

 private:
  std::string path_;
  DeviceKey key_;
};

}  // namespace sl::linux_port
