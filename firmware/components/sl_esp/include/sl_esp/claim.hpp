// What the claim QR says: where to enrol, whom to trust there, and the one-use code. No vendor header: tested on the host.
#pragma once
#include <string>

namespace sl::esp {

struct Claim {
  std::string enrolment_url;
  /// SHA-256 over the DER SubjectPublicKeyInfo of the enrolment CA, base64url: 43 characters.
  std::string ca_spki_sha256;
  /// 128 random bits, base64url.
  std::string code;
  /// "latch", "camera", or empty for a claim that does not say.
  std::string kind;
};

/// Reads `smartlatch://claim?u={URL}&f={hash}&c={code}&k={kind}`. False for anything else; parameters that are not known are
/// passed over. Twin: device-sim/src/claim.ts.
bool parse_claim(const std::string& uri, Claim& claim);

}  // namespace sl::esp
