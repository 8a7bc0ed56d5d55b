// Division, and long multiplication, for a core without the instructions. The ESP8266 has these in its ROM, so Debian's libgcc for the lx106 leaves them
// out, and an emulated machine has no ROM. The names are those of libgcc.
#include <stdint.h>

namespace {

struct Quotient {
  uint64_t value;
  uint64_t rest;
};

Quotient divide(uint64_t a, uint64_t b) {
  Quotient found{0, 0};
  for (int bit = 63; bit >= 0; --bit) {
    found.rest = found.rest << 1 | (a >> bit & 1);
    if (found.rest < b) continue;
    found.rest -= b;
    found.value |= uint64_t{1} << bit;
  }
  return found;
}

/// By shifts: `*` would call __muldi3 again.
uint64_t multiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  for (; b != 0; b >>= 1, a <<= 1) product += (b & 1) != 0 ? a : 0;
  return product;
}

uint64_t magnitude(int64_t value) { return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value); }

}  // namespace

extern "C" {

int64_t __muldi3(int64_t a, int64_t b) {
  return static_cast<int64_t>(multiply(static_cast<uint64_t>(a), static_cast<uint64_t>(b)));
}
uint64_t __udivdi3(uint64_t a, uint64_t b) { return divide(a, b).value; }
uint64_t __umoddi3(uint64_t a, uint64_t b) { return divide(a, b).rest; }
uint32_t __udivsi3(uint32_t a, uint32_t b) { return static_cast<uint32_t>(divide(a, b).value); }
uint32_t __umodsi3(uint32_t a, uint32_t b) { return static_cast<uint32_t>(divide(a, b).rest); }
int64_t __divdi3(int64_t a, int64_t b) {
  const uint64_t value = divide(magnitude(a), magnitude(b)).value;
  return static_cast<int64_t>((a < 0) == (b < 0) ? value : 0 - value);
}
int32_t __divsi3(int32_t a, int32_t b) { return static_cast<int32_t>(__divdi3(a, b)); }

}  // extern "C"
