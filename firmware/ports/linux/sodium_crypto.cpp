#include "sodium_crypto.hpp"

#include <sodium.h>

#include <cstdlib>

namespace sl::linux_port {

SodiumCrypto::SodiumCrypto() {
  if (sodium_init() < 0) std::abort();
}

void SodiumCrypto::sha256(ByteView data, Hash& hash) { crypto_hash_sha256(hash.data, data.data, data.size); }

void SodiumCrypto::hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data, key.size);
  for (size_t i = 0; i < count; ++i) crypto_auth_hmacsha256_update(&state, pieces[i].data, pieces[i].size);
  crypto_auth_hmacsha256_final(&state, mac.data);
  sodium_memzero(&state, sizeof state);
}

bool SodiumCrypto::ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) {
  return crypto_sign_verify_detached(signature.data, message.data, message.size, public_key.data) == 0;
}

void SodiumRng::fill(ByteSpan bytes) { randombytes_buf(bytes.data, bytes.size); }

}  // namespace sl::linux_port
