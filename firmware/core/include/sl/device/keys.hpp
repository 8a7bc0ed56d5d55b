// The keys of a running device. They come over HTTPS at enrolment and again after a rotation, never over MQTT.
#pragma once
#include "sl/codec/cose.hpp"
#include "sl/peer/frame.hpp"

namespace sl {

struct DeviceKeys {
  /// Whose commands are believed: two slots.
  CommandKeys command;
  /// The newest version; the server accepts two during a rotation.
  UplinkKey uplink;
  /// The other boards of this door.
  PeerKeys peers;
};

}  // namespace sl
