// ICrypto on libsodium.
#pragma once
#include "sl/ports.hpp"

namespace sl::linux_port {

class SodiumCrypto final : public ICrypto {
 public:
  /// Ends the process when libsodium cannot start: no randomness, no device.
  SodiumCrypto();
  void sha256(ByteView data, Hash& hash) override;
  void hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) override;
  bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) override;
};

class SodiumRng final : public IRng {
 public:
  void fill(ByteSpan bytes) override;
};

}  // namespace sl::linux_port
