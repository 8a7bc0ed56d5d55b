// SHA-256 (FIPS 180-4) and HMAC (RFC 2104), for the emulated machines and the tool that makes their vectors.
#pragma once
#include "sl/bytes.hpp"

namespace sl::target {

class Sha256 {
 public:
  void add(ByteView bytes);
  Hash finish();

 private:
  void block(const uint8_t* bytes);

  uint32_t state_[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint8_t pending_[64] = {};
  uint64_t size_ = 0;
};

Hash hmac(ByteView key, const ByteView* pieces, size_t count);

}  // namespace sl::target
