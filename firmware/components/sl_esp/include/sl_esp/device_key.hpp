// The P-256 key that is the device: made here, kept in NVS, never shown.
#pragma once
#include <string>

#include "mbedtls/pk.h"
#include "sl/codec/topic.hpp"
#include "sl/ports.hpp"

namespace sl::esp {

class DeviceKey {
 public:
  DeviceKey();
  ~DeviceKey();
  DeviceKey(const DeviceKey&) = delete;
  DeviceKey& operator=(const DeviceKey&) = delete;

  /// With the hardware generator fed, whether the radio runs or not.
  bool make();
  /// SEC 1 DER, what `der` wrote.
  bool load(const std::string& der);
  std::string der() const;
  /// Base32 of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo.
  bool id(ICrypto& crypto, DeviceId& id) const;
  /// PKCS#10 in PEM. The server ignores the subject.
  std::string signing_request(const DeviceId& id);
  /// P-256 with SHA-256 over the text, IEEE P1363, base64url; empty when it failed.
  std::string sign(ICrypto& crypto, const std::string& text) const;

 private:
  mbedtls_pk_context key_;
};

}  // namespace sl::esp
