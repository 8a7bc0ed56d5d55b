// How messages stand in memory and in CBOR: a row a field, in the order of the keys, and one interpreter for both directions.
// A limit holds in both. Rows and interpreter together take half of the flash that a function a message would.
#pragma once
#include <stddef.h>

#include "sl/codec/cbor.hpp"
#include "sl/codec/topic.hpp"
#include "sl/list.hpp"
#include "sl/optional.hpp"

namespace sl {

enum class FieldKind : uint8_t {
  boolean,
  /// 0 to `most`, in `size` bytes of memory; `most` 0 is limits::count_max.
  uint,
  /// From -most to most, in an int64_t; times 2^32 when `least` is 32.
  integer,
  /// Exactly `size` bytes.
  bytes,
  /// `least` to `size` bytes; how many is said by the byte in front of them.
  sized_bytes,
  /// 1 to `size` characters. What is read is a view of the message.
  text,
  device,
  /// The name of an enumerator: one of the `size` in `names`.
  named,
  /// The `size` rows of `fields`, by their keys.
  map,
  /// The `size` rows of `fields`, without keys.
  tuple,
  /// A List of at most `size`, each as the row of `fields` says; `least` is the bytes of one in memory, `at` where they begin.
  list,
  /// As `text`, or else as the one row of `fields`.
  text_or,
  /// No item itself: the byte here says with which of the rows of `fields`, each a map's, the map goes on.
  choice,
};

struct Field;
/// What a kind needs beside its numbers.
union Beside {
  constexpr Beside(uint32_t number = 0) : most(number) {}
  constexpr Beside(const char* text) : names(text) {}
  constexpr Beside(const Field* rows) : fields(rows) {}

  uint32_t most;
  const char* names;
  const Field* fields;
};

struct Field {
  FieldKind kind = FieldKind::map;
  uint8_t key = 0;
  /// So many bytes in front of an optional field lies the flag that says whether it is there; 0: the field is always there.
  uint8_t flag_before = 0;
  uint8_t least = 0;
  uint16_t at = 0;
  uint16_t size = 0;
  Beside beside;
};

/// Of a message: its one row, a map.
template <class Message>
struct ShapeOf {
  static const Field field;
};

/// The message as deterministic CBOR at the front of `memory`; empty when a field breaks its limit or it does not fit.
ByteView encode_fields(const Field& field, const void* message, ByteSpan memory);
/// The whole payload as one message, or why it is none. Never half a message.
Status decode_fields(const Field& field, ByteView payload, void* message);

template <class Message>
ByteView encode(const Message& message, ByteSpan memory) {
  return encode_fields(ShapeOf<Message>::field, &message, memory);
}
template <class Message>
Status decode(ByteView payload, Message& message) {
  return decode_fields(ShapeOf<Message>::field, payload, &message);
}

}  // namespace sl
