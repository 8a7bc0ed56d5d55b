// ICrypto without a library: SHA-256 and HMAC in software; Ed25519 by the verdicts that libsodium gave when the vectors were
// made (host/make_vectors.cpp). Debian and npm bring no maintained C source of Ed25519 to compile here, and the core's part of
// a signature is not its arithmetic but which key, which bytes and what follows: of these a wrong one is in no table.
#pragma once
#include "sl/ports.hpp"

namespace sl::target {

class SoftwareCrypto final : public ICrypto {
 public:
  void sha256(ByteView data, Hash& hash) override;
  void hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) override;
  bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) override;
};

}  // namespace sl::target
