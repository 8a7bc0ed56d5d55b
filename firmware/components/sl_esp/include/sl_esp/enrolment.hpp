// The device's half of enrolment and of everything that it later asks of the enrolment port (docs/protocol.md, Enrolment).
#pragma once
#include "sl_esp/claim.hpp"
#include "sl_esp/device_key.hpp"
#include "sl_esp/identity.hpp"

namespace sl::esp {

/// What went wrong, in words for the log and for whoever provisions; null when nothing did.
using Problem = const char*;

/**
 * Checks the enrolment CA against the claim, sends the signing request and the code once, and fills `identity` (not yet
 * saved). `kind` is "latch" or "camera".
 */
Problem enrol(ICrypto& crypto, const Claim& claim, const char* kind, DeviceKey& key, Identity& identity);

/// Keys of today, as JSON.
Problem fetch_secrets(ICrypto& crypto, const DeviceKey& key, const Identity& identity, std::string& json);

/// A new certificate for the SAME key. The old one goes in the body and not into the handshake, so that it also works
/// up to 90 days after its end.
Problem renew(ICrypto& crypto, const DeviceKey& key, const Identity& identity, std::string& certificate);

/// Whether 60 of the 90 days of the certificate are over; never while the clock is not set.
bool renewal_is_due(const Identity& identity);

}  // namespace sl::esp
