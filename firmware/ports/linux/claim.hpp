// What the claim QR says: where to enrol, whom to trust there, and the one-use code. Twin: device-sim/src/claim.ts.
#pragma once
#include <string>

namespace sl::linux_port {

struct Claim {
  /// https://, without a slash at its end.
  std::string enrolment_url;
  /// SHA-256 over the DER SubjectPublicKeyInfo of the enrolment CA, base64url: 43 characters.
  std::string ca_spki_sha256;
  /// 128 random bits, base64url.
  std::string code;
  /// "latch", "camera", or empty for a claim that does not say.
  std::string kind;
};

/// Reads `smartlatch://claim?u={URL}&f={hash}&c={code}&k={kind}`, white space around it allowed; other parameters are passed over.
/// Throws std::runtime_error with what is wrong with it and what to do.
Claim parse_claim(const std::string& uri);

}  // namespace sl::linux_port
