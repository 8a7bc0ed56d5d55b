// ASCII text as a view, and the names of enumerators: what crosses a wire or a log is a name, what the code holds a number.
#pragma once
#include "sl/bytes.hpp"

namespace sl {

/// Characters to read, owned by somebody who outlives the view; not ended by a zero.
struct Text {
  const char* data = nullptr;
  size_t size = 0;

  constexpr Text() = default;
  constexpr Text(const char* characters, size_t count) : data(characters), size(count) {}
  /// Counts the characters where it stands in code; a `constexpr Text` costs nothing.
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

/// Specialised for every enumeration with names: `static constexpr char all[]`, each name ended by a zero, in the order of its
/// enumerators. One text, because a pointer to each name would take as much flash as the name.
template <class Enum>
struct Names;

/// How many names stand in such a text.
template <size_t N>
constexpr size_t count_names(const char (&names)[N]) {
  size_t count = 0;
  for (size_t i = 0; i + 1 < N; ++i) count += names[i] == '\0' ? 1 : 0;
  return count;
}
template <class Enum>
constexpr size_t count_of() { return count_names(Names<Enum>::all); }

inline Text name_at(const char* names, size_t index) {
  for (; index > 0; --index) names += Text(names).size + 1;
  return names;
}
/// `count` when there is no such name.
inline size_t index_of(const char* names, size_t count, Text name) {
  for (size_t i = 0; i < count; ++i) {
    const Text here = names;
    if (here == name) return i;
    names += here.size + 1;
  }
  return count;
}

/// Ended by a zero.
template <class Enum>
Text name_of(Enum value) { return name_at(Names<Enum>::all, static_cast<size_t>(value)); }

/// The enumerator of that name; false, and no change, for any other text.
template <class Enum>
bool find_named(Text name, Enum& value) {
  const size_t index = index_of(Names<Enum>::all, count_of<Enum>(), name);
  if (index == count_of<Enum>()) return false;
  value = static_cast<Enum>(index);
  return true;
}

}  // namespace sl
