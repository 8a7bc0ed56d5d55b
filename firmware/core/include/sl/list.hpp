// A list with a limit, by value.
#pragma once
#include <stddef.h>

namespace sl {

template <class T, size_t Limit>
class List {
 public:
  static constexpr size_t limit = Limit;

  /// False, and nothing is added, when the list is full.
  bool add(const T& item) {
    if (size_ == Limit) return false;
    items_[size_++] = item;
    return true;
  }
  /// Removes the item at `index`; those behind it move up, in their order.
  void remove(size_t index) {
    for (size_t i = index; i + 1 < size_; ++i) items_[i] = items_[i + 1];
    --size_;
  }
  void clear() { size_ = 0; }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t index) { return items_[index]; }
  const T& operator[](size_t index) const { return items_[index]; }
  T* begin() { return items_; }
  T* end() { return items_ + size_; }
  const T* begin() const { return items_; }
  const T* end() const { return items_ + size_; }

 private:
  T items_[Limit] = {};
  size_t size_ = 0;
};

}  // namespace sl
