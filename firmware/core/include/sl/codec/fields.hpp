// One description of a message serves both directions: `code(codec, message)` names the fields in the order of their keys,
// and the codec reads them from CBOR or writes them to it. A limit holds in both.
#pragma once
#include "sl/codec/cbor.hpp"
#include "sl/codec/topic.hpp"
#include "sl/list.hpp"
#include "sl/optional.hpp"

namespace sl {

class Codec {
 public:
  explicit Codec(CborReader& reader) : reader_(&reader) {}
  explicit Codec(CborWriter& writer) : writer_(&writer) {}

  void boolean(bool& value);
  void integer(int64_t& value, int64_t min, int64_t max);
  /// A whole number that is not negative, in whatever type the message holds it.
  template <class T>
  void uint(T& value, uint64_t max, uint64_t min = 0) {
    const uint64_t coded = wide_uint(static_cast<uint64_t>(value), min, max);
    value = static_cast<T>(coded);
  }
  /// Exactly as many bytes as the memory has.
  void bytes(ByteSpan value);
  /// `min` to `max` bytes at the front of `memory`.
  void bytes(ByteSpan memory, uint8_t& size, size_t min);
  /// 1 to `max` characters. What is read is a view of the message.
  void text(Text& value, size_t max);
  void device(DeviceId& value);
  /// The name of an enumerator.
  template <class Enum>
  void named(Enum& value) {
    value = static_cast<Enum>(index(static_cast<uint8_t>(value), Names<Enum>::all, count_of<Enum>()));
  }
  template <class T, size_t Limit, class Each>
  void list(List<T, Limit>& items, Each each) {
    const size_t count = array(items.size(), Limit);
    if (!reading()) {
      for (T& item : items) each(item);
      return;
    }
    items.clear();
    for (size_t i = 0; i < count && ok(); ++i) {
      T item{};
      each(item);
      items.add(item);
    }
  }
  /// A list of exactly `count` items, which the caller codes.
  void tuple(size_t count) { fail_unless(array(count, count) == count); }

  bool reading() const { return reader_ != nullptr; }
  CborType peek() const { return reading() ? reader_->peek() : CborType::none; }
  void fail_unless(bool good);
  bool ok() const { return status_ == Status::ok && (!reading() || reader_->ok()); }

 private:
  friend class Map;
  uint64_t wide_uint(uint64_t value, uint64_t min, uint64_t max);
  uint8_t index(uint8_t value, const char* const* names, size_t count);
  size_t array(size_t size, size_t limit);

  CborReader* reader_ = nullptr;
  CborWriter* writer_ = nullptr;
  Status status_ = Status::ok;
};

/// A map with small numbers as keys. Keys come in rising order, so reading them in order finds one that is missing, one
/// that is not known and one that stands twice.
class Map {
 public:
  explicit Map(Codec& codec);
  void key(uint8_t key);
  /// Whether the field is there.
  bool has(uint8_t key, bool given);
  template <class T>
  bool has(uint8_t key, Optional<T>& field) { return field.present = has(key, field.present); }
  void end();

 private:
  Codec& codec_;
  /// Reading: pairs still to come. Writing: pairs so far, and where the map began.
  size_t pairs_ = 0;
  size_t opened_ = 0;
};

}  // namespace sl
