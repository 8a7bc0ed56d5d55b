// A list with a limit, by value.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace sl {

template <class T, size_t Limit>
class List {
  static_assert(__is_trivially_copyable(T), "items are copied as bytes");

 public:
  static constexpr size_t limit = Limit;

  List() {}

  /// False, and nothing is added, when the list is full.
  bool add(const T& item) {
    if (size_ == Limit) return false;
    memcpy(memory_ + size_++ * sizeof(T), &item, sizeof(T));
    return true;
  }
  /// Removes the item at `index`; those behind it move up, in their order.
  void remove(size_t index) {
    uint8_t* at = memory_ + index * sizeof(T);
    memmove(at, at + sizeof(T), (--size_ - index) * sizeof(T));
  }
  void clear() { size_ = 0; }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t index) { return begin()[index]; }
  const T& operator[](size_t index) const { return begin()[index]; }
  T* begin() { return reinterpret_cast<T*>(memory_); }
  T* end() { return begin() + size_; }
  const T* begin() const { return reinterpret_cast<const T*>(memory_); }
  const T* end() const { return begin() + size_; }

 private:
  alignas(T) uint8_t memory_[Limit * sizeof(T)];
  size_t size_ = 0;
};

}  // namespace sl
