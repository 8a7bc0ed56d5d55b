// How everything lies in flash: records one behind the other, each written once and never changed, so that a power cut can
// only tear the last one. A head and a body, with a CRC each: a head that is whole says how far to skip a body that is not.
//
//   0 kind   1 extra   2 size of the body   4 number   8 zeros   12 CRC of the body   16 CRC of bytes 0 to 15   20 body, filled up to 4
//
// Numbers are little-endian.
#pragma once
#include "sl/journal/flash_area.hpp"

namespace sl {

/// The first byte of a record. Never 0xff: that is flash where nothing was written yet.
enum class RecordKind : uint8_t { sector = 'S', event = 'E', published = 'P', half = 'H', value = 'V' };

/// Not set until it is found, or given all of it.
struct Record {
  RecordKind kind;
  /// The topic of an event, the version of the format in a sector's or a half's first record.
  uint8_t extra;
  uint32_t number;
  uint16_t size;
  /// Where the body lies.
  size_t body_at;
};

inline constexpr size_t record_head_bytes = 20;
/// The unit in which a NOR flash behind SPI is aligned.
inline constexpr size_t record_alignment = 4;
/// What a record with such a body takes.
constexpr size_t record_bytes(size_t body) {
  return record_head_bytes + (body + record_alignment - 1) / record_alignment * record_alignment;
}

/// Writes the record at `at` and reads it back: true when it is whole in flash. What is not erased is not written to.
bool write_record(const FlashArea& area, size_t at, const Record& record, ByteView body);
/// Copies a whole record as it lies; true when the copy is whole.
bool copy_record(const FlashArea& area, const Record& from, size_t to);
/// The body; empty when it does not fit or cannot be read.
ByteView read_body(const FlashArea& area, const Record& record, ByteSpan memory);

/// The whole records from `at` up to `end`, in the order in which they were written. Torn ones are passed over.
class RecordWalk {
 public:
  RecordWalk(const FlashArea& area, size_t at, size_t end) : area_(area), at_(at), end_(end) {}
  /// False where nothing was written yet, or nothing fits any more.
  bool next(Record& record);
  /// Behind the last record: where the next one goes.
  size_t at() const { return at_; }

 private:
  const FlashArea& area_;
  size_t at_;
  size_t end_;
};

}  // namespace sl
