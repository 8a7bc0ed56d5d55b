#include "software_crypto.hpp"

#include "stack.hpp"
#include "vectors.hpp"
#include "verdict.hpp"

namespace sl::target {

void SoftwareCrypto::sha256(ByteView data, Hash& hash) {
  const NotCore pause;
  Sha256 sha;
  sha.add(data);
  hash = sha.finish();
}

void SoftwareCrypto::hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) {
  const NotCore pause;
  mac = hmac(key, pieces, count);
}

bool SoftwareCrypto::ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) {
  const NotCore pause;
  const Hash name = verdict_name(public_key, message, signature);
  for (const ByteView good : good_signatures) {
    if (good == name) return true;
  }
  return false;
}

}  // namespace sl::target
