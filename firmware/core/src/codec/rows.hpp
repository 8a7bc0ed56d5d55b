// A row of a message from the type of its field: SL_FIELD(key, Message, member, most).
#pragma once
#include "sl/codec/messages.hpp"

/// `most`: of a number, or of the characters of a text; 0 where the type says it all. `key` 0: an item of a tuple.
#define SL_FIELD(key, Message, member, most) \
  ::sl::row<decltype(Message::member), (most)>(key, offsetof(Message, member))

namespace sl {

/// `most`: of a number, or of the characters of a text; of a list, of each in it.
constexpr Field field_of(FieldKind kind, size_t size = 0, Beside beside = {}, size_t least = 0) {
  return {kind, 0, 0, static_cast<uint8_t>(least), 0, static_cast<uint16_t>(size), beside};
}
template <size_t N>
constexpr Field map_of(const Field (&rows)[N]) { return field_of(FieldKind::map, N, rows); }
template <size_t N>
constexpr Field tuple_of(const Field (&rows)[N]) { return field_of(FieldKind::tuple, N, rows); }

/// Specialised for what has rows of its own.
template <class T>
constexpr Field described{};

template <class T>
struct Type {};

template <uint32_t most>
constexpr Field plain(Type<bool>) { return field_of(FieldKind::boolean); }
template <uint32_t most>
constexpr Field plain(Type<DeviceId>) { return field_of(FieldKind::device); }
template <uint32_t most>
constexpr Field plain(Type<Text>) { return field_of(FieldKind::text, most); }
template <uint32_t most>
constexpr Field plain(Type<int64_t>) { return field_of(FieldKind::integer, 0, most); }
template <uint32_t most, size_t N>
constexpr Field plain(Type<Bytes<N>>) { return field_of(FieldKind::bytes, N); }
template <uint32_t most, class T>
constexpr Field plain(Type<T>) {
  if constexpr (__is_enum(T)) return field_of(FieldKind::named, count_of<T>(), Names<T>::all);
  else if constexpr (__is_class(T)) return described<T>;
  else return field_of(FieldKind::uint, sizeof(T), most);
}
template <class T, uint32_t most>
inline constexpr Field each = plain<most>(Type<T>{});
template <uint32_t most, class T, size_t Limit>
constexpr Field plain(Type<List<T, Limit>>) {
  static_assert(sizeof(T) <= UINT8_MAX);
  Field field = field_of(FieldKind::list, Limit, &each<T, most>, sizeof(T));
  field.at = List<T, Limit>::items_at;
  return field;
}
template <uint32_t most, class T>
constexpr Field plain(Type<Optional<T>>) {
  Field field = plain<most>(Type<T>{});
  field.at = static_cast<uint16_t>(field.at + offsetof(Optional<T>, value));
  field.flag_before = static_cast<uint8_t>(field.at);
  return field;
}

template <class T, uint32_t most>
constexpr Field row(uint8_t key, size_t at) {
  Field field = plain<most>(Type<T>{});
  field.key = key;
  field.at = static_cast<uint16_t>(field.at + at);
  return field;
}

}  // namespace sl
