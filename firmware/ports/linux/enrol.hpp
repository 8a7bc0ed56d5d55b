// The device's half of enrolment, and of everything that it asks of the enrolment port later (docs/protocol.md, Enrolment).
// Twin: device-sim/src/enrol.ts. Each call waits for the server, at most https_deadline_ms a request, and throws
// std::runtime_error (HttpsError when the server refused) with what to do.
#pragma once
#include "claim.hpp"
#include "https.hpp"
#include "identity.hpp"

namespace sl::linux_port {

/// How the enrolment port is reached: by which time its certificate is judged, and what gives up.
struct Asking {
  JudgeTime judge_time;
  const std::atomic<bool>* cancelled = nullptr;
};

/// Fetches the enrolment CA from anybody who answers, believes it only because its key has the hash in the claim, and then sends
/// the signing request and the code once, to nobody else. `kind` is "latch" or "camera".
Identity enrol(const Claim& claim, const std::string& kind, const DeviceKey& key, const Asking& asking);

/// Keys of today.
Secrets fetch_secrets(const Identity& identity, const DeviceKey& key, const Asking& asking);

/// A new certificate for the SAME key, from day 60 and up to 90 days after its end: so the old one goes in the body, and not
/// into the handshake.
std::string renew_certificate(const Identity& identity, const DeviceKey& key, const Asking& asking);

}  // namespace sl::linux_port
