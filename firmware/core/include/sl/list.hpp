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
    if (full()) return false;
    memcpy(memory_ + used(), &item, sizeof(T));
    used() += sizeof(T);
    return true;
  }
  /// Adds an item whose bytes are all zero, to be filled in; null when the list is full.
  T* add_blank() {
    if (full()) return nullptr;
    uint8_t* at = memory_ + used();
    used() += sizeof(T);
    return static_cast<T*>(memset(at, 0, sizeof(T)));
  }
  /// Removes the item; those behind it move up, in their order.
  void erase(T* item) {
    uint8_t* at = reinterpret_cast<uint8_t*>(item);
    used() -= sizeof(T);
    memmove(at, at + sizeof(T), static_cast<size_t>(memory_ + used() - at));
  }
  void remove(size_t index) { erase(begin() + index); }
  void clear() { used() = 0; }

  size_t size() const { return used() / sizeof(T); }
  bool empty() const { return used() == 0; }
  bool full() const { return used() == Limit * sizeof(T); }
  T& operator[](size_t index) { return begin()[index]; }
  const T& operator[](size_t index) const { return begin()[index]; }
  T* begin() { return reinterpret_cast<T*>(memory_); }
  T* end() { return reinterpret_cast<T*>(memory_ + used()); }
  const T* begin() const { return reinterpret_cast<const T*>(memory_); }
  const T* end() const { return reinterpret_cast<const T*>(memory_ + used()); }

 private:
  static constexpr size_t head_words = alignof(T) > sizeof(size_t) ? alignof(T) / sizeof(size_t) : 1;
  size_t& used() { return head_[head_words - 1]; }
  const size_t& used() const { return head_[head_words - 1]; }

  /// The last word in front of the items: how many bytes of them there are. Bytes, because that is what a walk over them needs;
  /// in front, because it takes less code to reach what lies near the front of an object.
  alignas(T) alignas(size_t) size_t head_[head_words] = {};
  uint8_t memory_[Limit * sizeof(T)];

 public:
  /// Where the items begin, and right in front of them their bytes: for who knows of its items no more than their size.
  static constexpr size_t items_at = sizeof(head_);
};

}  // namespace sl
