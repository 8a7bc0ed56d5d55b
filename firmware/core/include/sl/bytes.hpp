// Memory as the core sees it: views of somebody else's bytes, and values of a fixed size. Nothing here allocates.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace sl {

/// Milliseconds on a device's own clock, or a span of them. Signed, so that a difference is never huge by accident. 32 bits
/// are half the code of 64 and last for 24 days; long before that a device counts anew (clock.hpp).
using Ms = int32_t;
/// Milliseconds since boot, as a board counts them.
using ClockMs = int64_t;

/// Bytes to read, owned by somebody who outlives the view.
struct ByteView {
  const uint8_t* data = nullptr;
  size_t size = 0;

  constexpr ByteView() = default;
  constexpr ByteView(const uint8_t* bytes, size_t count) : data(bytes), size(count) {}

  constexpr const uint8_t* begin() const { return data; }
  constexpr const uint8_t* end() const { return data + size; }
  constexpr bool empty() const { return size == 0; }
  constexpr uint8_t operator[](size_t index) const { return data[index]; }
  /// The bytes from `offset` on, `count` at most; never beyond the end.
  constexpr ByteView from(size_t offset, size_t count = SIZE_MAX) const {
    const size_t start = offset < size ? offset : size;
    return {data + start, count < size - start ? count : size - start};
  }
};

/// For public values only: it stops at the first difference.
inline bool operator==(ByteView a, ByteView b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
inline bool operator!=(ByteView a, ByteView b) { return !(a == b); }

/// For secrets: takes as long for the first difference as for the last.
inline bool equal_in_constant_time(ByteView a, ByteView b) {
  if (a.size != b.size) return false;
  uint8_t difference = 0;
  for (size_t i = 0; i < a.size; ++i) difference = static_cast<uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

/// Memory to write, owned by the caller.
struct ByteSpan {
  uint8_t* data = nullptr;
  size_t size = 0;

  constexpr ByteSpan() = default;
  constexpr ByteSpan(uint8_t* bytes, size_t count) : data(bytes), size(count) {}
  template <size_t N>
  constexpr ByteSpan(uint8_t (&array)[N]) : data(array), size(N) {}

  constexpr operator ByteView() const { return {data, size}; }
  constexpr ByteSpan from(size_t offset) const {
    const size_t start = offset < size ? offset : size;
    return {data + start, size - start};
  }
};

/// Exactly N bytes, by value: ids, nonces, hashes, keys. Like a number, it is nothing until it is given something: `Id16{}` is
/// all zero, `Id16 id;` is not set.
template <size_t N>
struct Bytes {
  uint8_t data[N];

  constexpr operator ByteView() const { return {data, N}; }
  constexpr ByteSpan span() { return {data, N}; }
  /// Copies `view` when it has N bytes; false, and no change, when it has another size.
  bool assign(ByteView view) {
    if (view.size != N) return false;
    memcpy(data, view.data, N);
    return true;
  }
};
template <size_t N>
bool operator==(const Bytes<N>& a, const Bytes<N>& b) { return memcmp(a.data, b.data, N) == 0; }
template <size_t N>
bool operator!=(const Bytes<N>& a, const Bytes<N>& b) { return !(a == b); }

using Id16 = Bytes<16>;
using Hash = Bytes<32>;

/// Fills memory from its front; once something did not fit it is `overflowed` and takes nothing more.
class ByteBuffer {
 public:
  explicit ByteBuffer(ByteSpan memory) : memory_(memory) {}

  void append(ByteView bytes) {
    if (overflowed_ || bytes.size > memory_.size - size_) {
      overflowed_ = true;
      return;
    }
    // memmove: what is appended may lie in the same memory.
    if (bytes.size > 0) memmove(memory_.data + size_, bytes.data, bytes.size);
    size_ += bytes.size;
  }
  void append(uint8_t byte) { append(ByteView{&byte, 1}); }

  size_t size() const { return size_; }
  bool overflowed() const { return overflowed_; }
  /// What was written; empty after an overflow, so that half a message never leaves.
  ByteView view() const { return overflowed_ ? ByteView{} : ByteView{memory_.data, size_}; }
  uint8_t* data() { return memory_.data; }

 private:
  ByteSpan memory_;
  size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace sl
