// ASCII text as a view, and the names of enumerators: what crosses a wire or a log is a name, what the code holds a number.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

/// Characters to read, owned by somebody who outlives the view; not ended by a zero.
struct Text {
  const char* data = "";
  size_t size = 0;

  constexpr Text() = default;
  constexpr Text(const char* characters, size_t count) : data(characters), size(count) {}
  /// A literal.
  constexpr Text(const char* ended_by_zero) : data(ended_by_zero), size(length_of(ended_by_zero)) {}

  constexpr bool empty() const { return size == 0; }
  ByteView bytes() const { return {reinterpret_cast<const uint8_t*>(data), size}; }

 private:
  static constexpr size_t length_of(const char* text) {
    size_t length = 0;
    while (text[length] != '\0') ++length;
    return length;
  }
};
inline bool operator==(Text a, Text b) { return a.bytes() == b.bytes(); }
inline bool operator!=(Text a, Text b) { return !(a == b); }

/// Specialised for every enumeration with names: `static constexpr const char* all[]`, in the order of its enumerators.
template <class Enum>
struct Names;

template <class Enum>
constexpr size_t count_of() { return sizeof(Names<Enum>::all) / sizeof(Names<Enum>::all[0]); }

template <class Enum>
Text name_of(Enum value) { return Names<Enum>::all[static_cast<size_t>(value)]; }

/// The enumerator of that name; false, and no change, for any other text.
template <class Enum>
bool find_named(Text name, Enum& value) {
  for (size_t i = 0; i < count_of<Enum>(); ++i) {
    if (name != Text(Names<Enum>::all[i])) continue;
    value = static_cast<Enum>(i);
    return true;
  }
  return false;
}

}  // namespace sl
