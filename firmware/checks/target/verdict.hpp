// The name of a question to Ed25519: SHA-256 over key, signature and message.
#pragma once
#include "sha256.hpp"

namespace sl::target {

inline Hash verdict_name(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) {
  Sha256 name;
  name.add(public_key);
  name.add(signature);
  name.add(message);
  return name.finish();
}

}  // namespace sl::target
