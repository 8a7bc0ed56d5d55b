// The P-256 key of a device: made here, never shown to anybody.
#pragma once
#include <string>

#include "openssl.hpp"
#include "sl/codec/topic.hpp"

namespace sl::linux_port {

class DeviceKey {
 public:
  static DeviceKey make();
  /// Throws when the text is no P-256 key in PEM.
  static DeviceKey from_pem(const std::string& pem);

  /// PKCS#8, PEM.
  std::string pem() const;
  /// Base32 of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo.
  DeviceId id() const;
  /// PKCS#10 in PEM, with the id as its CN.
  std::string signing_request() const;
  /// ECDSA with SHA-256, R and S of 32 bytes each (IEEE P1363), base64url.
  std::string sign(const std::string& text) const;
  EVP_PKEY* get() const { return key_.get(); }

 private:
  explicit DeviceKey(OwnedKey key) : key_(std::move(key)) {}
  OwnedKey key_;
};

/// The id of whoever holds this public key.
DeviceId device_id_of_key(EVP_PKEY* key);
/// SHA-256 over the DER SubjectPublicKeyInfo.
Hash spki_sha256(EVP_PKEY* key);

}  // namespace sl::linux_port
