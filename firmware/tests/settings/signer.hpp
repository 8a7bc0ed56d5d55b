// The server's half of a configuration: signs it with a key of the test.
#pragma once
#include <sodium.h>

#include "sl/codec/cose.hpp"
#include "support/vectors.hpp"

namespace sl::test {

class Signer {
 public:
  explicit Signer(uint8_t seed) {
    uint8_t seeds[crypto_sign_SEEDBYTES];
    memset(seeds, seed, sizeof seeds);
    crypto_sign_seed_keypair(key.public_key.data, secret_, seeds);
    Hash hash;
    crypto_hash_sha256(hash.data, key.public_key.data, 32);
    key.kid.assign(ByteView(hash).from(0, 8));
  }

  /// COSE_Sign1 with external_aad [context, device].
  Memory sign(const DesiredMessage& desired, Text context = "sl1-cfg") const {
    uint8_t payload_memory[1024], aad_memory[64], header_memory[32], out_memory[2048];
    const ByteView payload = encode(desired, payload_memory);
    CborWriter header(header_memory);
    header.map(2);
    header.uint(1), header.integer(-8);
    header.uint(4), header.bytes(key.kid);
    CborWriter aad(aad_memory);
    aad.array(2);
    aad.text(context), aad.text(desired.device.text());
    CborWriter structure(out_memory);
    structure.array(4);
    structure.text("Signature1");
    structure.bytes(header.view()), structure.bytes(aad.view()), structure.bytes(payload);
    Bytes<64> signature;
    crypto_sign_detached(signature.data, nullptr, structure.view().data, structure.size(), secret_);
    CborWriter signed_message(out_memory);
    const uint8_t tag = 0xd2;
    signed_message.raw({&tag, 1});
    signed_message.array(4);
    signed_message.bytes(header.view()), signed_message.map(0);
    signed_message.bytes(payload), signed_message.bytes(signature);
    return {signed_message.view().begin(), signed_message.view().end()};
  }

  CommandKey key;

 private:
  uint8_t secret_[crypto_sign_SECRETKEYBYTES];
};

}  // namespace sl::test
