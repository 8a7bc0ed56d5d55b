// Deterministic CBOR (RFC 8949, 4.2.1) as far as the protocol uses it: shortest heads, definite lengths, no floats, no tags
// inside a message, ASCII text. Both directions are sticky: after the first error every call does nothing, so that a message
// is read or written straight down and judged once, at its end.
#pragma once
#include "sl/limits.hpp"
#include "sl/status.hpp"

namespace sl {

/// The major types of RFC 8949, 3.1, that may stand in a message.
enum class CborType : uint8_t { uint = 0, negative = 1, bytes = 2, text = 3, array = 4, map = 5, boolean = 7, none = 0xff };

class CborReader {
 public:
  explicit CborReader(ByteView input) : input_(input) {}

  uint64_t uint();
  /// A whole number of either sign.
  int64_t integer();
  bool boolean();
  ByteView bytes();
  Text text();
  /// The number of items, or of pairs, that follow.
  size_t array() { return items(CborType::array, 1); }
  size_t map() { return items(CborType::map, 2); }

  /// The type of the next item; `none` at the end, after an error, and before what no message holds.
  CborType peek() const;
  /// Whether the next item is this key of a map: 23 at most, which is one byte.
  bool next_is(uint8_t key) const;
  /// Notes the first error.
  void fail(Status why);

  size_t position() const { return position_; }
  Status status() const { return status_; }
  bool ok() const { return status_ == Status::ok; }
  /// `ok` when all went well and nothing is left.
  Status finish();

 private:
  uint64_t head(CborType type);
  uint64_t argument();
  size_t items(CborType type, size_t each);
  ByteView take(uint64_t count);

  ByteView input_;
  size_t position_ = 0;
  Status status_ = Status::ok;
};

class CborWriter {
 public:
  explicit CborWriter(ByteSpan memory) : out_(memory) {}

  void uint(uint64_t value) { head(CborType::uint, value); }
  void integer(int64_t value);
  /// The simple values 20 and 21 (RFC 8949, 3.3).
  void boolean(bool value) { head(CborType::boolean, value ? 21 : 20); }
  void bytes(ByteView value) { string(CborType::bytes, value); }
  void text(Text value) { string(CborType::text, value.bytes()); }
  void array(size_t items) { head(CborType::array, items); }
  void map(size_t pairs) { head(CborType::map, pairs); }
  /// The head of a byte string alone; its bytes follow elsewhere.
  void bytes_head(size_t size) { head(CborType::bytes, size); }
  /// Bytes as they are: a tag, or an item that was written before.
  void raw(ByteView value) { out_.append(value); }
  /// A map whose size is known only at its end: at most 23 pairs, so that its head is one byte.
  size_t open_map();
  void close_map(size_t opened, size_t pairs);

  size_t size() const { return out_.size(); }
  bool overflowed() const { return out_.overflowed(); }
  /// What was written; empty when it did not fit.
  ByteView view() const { return out_.view(); }

 private:
  void head(CborType type, uint64_t argument);
  void string(CborType type, ByteView value);

  ByteBuffer out_;
};

/// Whether the bytes are exactly one deterministic item, whatever it says: keys of maps in bytewise order, none twice.
Status check_deterministic(ByteView item);

}  // namespace sl
