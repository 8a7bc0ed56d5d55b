// The label of a board: the Bluetooth name and the proof of possession with which it is provisioned.
#pragma once
#include <string>

namespace sl::esp {

/// SRP6a (RFC 5054, as protocomm's Security 2 uses it): flash holds salt and verifier, from which the password does not follow.
struct Label {
  std::string service_name;
  std::string salt;
  std::string verifier;
};

/// The user name of every board; the password is what is secret.
inline constexpr const char* label_user = "smart-latch";

/**
 * The label that flash has. A board without one makes it: a password of 80 random bits, printed once on the console as the
 * QR code that Espressif's provisioning apps read, and then forgotten. Before the radio starts.
 */
Label load_or_make_label();

}  // namespace sl::esp
