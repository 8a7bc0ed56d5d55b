// ICrypto on the ESP32: SHA-256 by mbedTLS, which uses the chip's own engine (a frame of 60 kB is hashed in a few ms); HMAC
// and Ed25519 by libsodium, the library of the Linux devices.
#pragma once
#include "sl/ports.hpp"

namespace sl::esp {

class Crypto final : public ICrypto {
 public:
  /// Stops the board when libsodium cannot start.
  Crypto();
  void sha256(ByteView data, Hash& hash) override;
  void hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) override;
  /// About 20 to 40 ms at 240 MHz.
  bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) override;
};

}  // namespace sl::esp
