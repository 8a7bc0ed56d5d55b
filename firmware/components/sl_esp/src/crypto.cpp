#include "sl_esp/crypto.hpp"

#include "esp_err.h"
#include "mbedtls/sha256.h"
#include "sodium.h"

namespace sl::esp {

Crypto::Crypto() { ESP_ERROR_CHECK(sodium_init() < 0 ? ESP_FAIL : ESP_OK); }

void Crypto::sha256(ByteView data, Hash& hash) {
  // It fails only when the engine cannot be had at all; a device that cannot hash must not go on.
  ESP_ERROR_CHECK(mbedtls_sha256(data.data, data.size, hash.data, 0) == 0 ? ESP_OK : ESP_FAIL);
}

void Crypto::hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) {
  static_assert(sizeof mac.data == crypto_auth_hmacsha256_BYTES, "the MAC is whole");
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data, key.size);
  for (size_t i = 0; i < count; ++i) crypto_auth_hmacsha256_update(&state, pieces[i].data, pieces[i].size);
  crypto_auth_hmacsha256_final(&state, mac.data);
  sodium_memzero(&state, sizeof state);
}

bool Crypto::ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) {
  // libsodium refuses S >= L and points of small order (RFC 8032, 5.1.7).
  return crypto_sign_verify_detached(signature.data, message.data, message.size, public_key.data) == 0;
}

}  // namespace sl::esp
