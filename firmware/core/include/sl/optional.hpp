// A value that may be absent.
#pragma once

namespace sl {

template <class T>
struct Optional {
  bool present = false;
  T value{};

  Optional() = default;
  Optional(const Optional&) = default;
  Optional& operator=(const Optional&) = default;
  Optional(const T& given) : present(true), value(given) {}
  Optional& operator=(const T& given) {
    present = true;
    value = given;
    return *this;
  }
  void clear() { present = false; }
};

}  // namespace sl
