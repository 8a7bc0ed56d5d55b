// The newest value of each key, in flash: what a device must know again after a power cut and that is no event.
//
// Two halves of whole sectors. Values are appended to one; when it is full the newest of each key are copied to the other,
// whose first record is written last of all: until then the old half counts, so no power cut leaves a mixture.
#pragma once
#include "sl/journal/little_endian.hpp"
#include "sl/journal/record.hpp"

namespace sl {

/// Numbers in flash: never given anew.
enum class RecordKey : uint8_t {
  configuration = 1,   // settings.hpp
  time_floor = 2,      // time_floor.hpp
  sequence_floor = 3,  // of the journal
  counter = 4,         // of the peer link, of a camera's frames
  boots = 5,
  identity = 6,        // the ports' own: certificate, broker, keys
  secrets = 7,
};
inline constexpr uint8_t record_keys = 7;

class FlashRecords {
 public:
  /// An even number of sectors; no value may be larger than half of them with all the other values.
  explicit FlashRecords(const FlashArea& area) : area_(area) {}

  void open();
  /// True when the value will be read after a power cut. The same value again costs no write.
  bool put(RecordKey key, ByteView value);
  /// The newest value; empty when there is none, or when it does not fit into the memory.
  ByteView get(RecordKey key, ByteSpan memory) const;

 private:
  static constexpr size_t no_half = SIZE_MAX;
  size_t half_bytes() const { return area_.sectors() / 2 * area_.sector_bytes(); }
  RecordWalk walk_all() const;
  bool find(RecordKey key, Record& newest) const;
  bool holds(RecordKey key, ByteView value) const;
  bool write(size_t at, size_t end, RecordKey key, ByteView value) const;
  bool append(RecordKey key, ByteView value);
  bool move_to_other_half(RecordKey key, ByteView value);
  bool erase_half(size_t half) const;

  FlashArea area_;
  /// 0 or 1; which one counts.
  size_t half_ = no_half;
  uint32_t generation_ = 0;
  size_t write_at_ = 0;
};

/// One number under its own key.
class StoredCounter final : public ICounterStore {
 public:
  StoredCounter(FlashRecords& records, RecordKey key) : records_(records), key_(key) {}
  uint64_t read() override {
    uint8_t memory[8];
    return records_.get(key_, memory).size == sizeof memory ? get_little_endian<uint64_t>(memory) : 0;
  }
  bool write(uint64_t value) override {
    uint8_t memory[8];
    put_little_endian(memory, value);
    return records_.put(key_, {memory, sizeof memory});
  }

 private:
  FlashRecords& records_;
  RecordKey key_;
};

}  // namespace sl
