// Flash in memory. The power goes after a number of bytes, wherever that is; from then on nothing is written any more.
#pragma once
#include <cstdint>
#include <vector>

#include "sl/journal/flash_area.hpp"

namespace sl::test {

class FakeFlash final : public IStore {
 public:
  /// What is left of a sector when the power goes while it is erased.
  enum class Torn { from_front, from_back, anywhere };

  FakeFlash(size_t sectors, size_t sector_bytes)
      : bytes(sectors * sector_bytes, 0xff), erased(sectors), sector_bytes_(sector_bytes) {}
  /// A chip with the same contents.
  FakeFlash(const FakeFlash& other)
      : IStore(), bytes(other.bytes), erased(other.erased), broken(other.broken), sector_bytes_(other.sector_bytes_) {}

  std::vector<uint8_t> bytes;
  /// How often, by sector.
  std::vector<unsigned> erased;
  /// Sectors that cannot be erased.
  std::vector<size_t> broken;
  /// So many writes fail from now on, and touch nothing.
  unsigned failing_writes = 0;
  /// Bytes written and erased so far.
  size_t spent = 0;

  /// The power goes before the byte after the next `count` bytes that are written or erased.
  void cut_after(size_t count, Torn how = Torn::from_front) {
    left_ = count;
    how_ = how;
  }
  void power_on() { left_ = SIZE_MAX; }
  bool is_off() const { return left_ == 0; }

  size_t sector_bytes() override { return sector_bytes_; }
  size_t sectors() override { return bytes.size() / sector_bytes_; }
  bool read(size_t offset, ByteSpan into) override {
    if (offset > bytes.size() || into.size > bytes.size() - offset) return false;
    if (into.size > 0) memcpy(into.data, bytes.data() + offset, into.size);
    return true;
  }
  bool write(size_t offset, ByteView data) override {
    if (offset > bytes.size() || data.size > bytes.size() - offset) return false;
    if (failing_writes > 0) return --failing_writes, false;
    for (size_t i = 0; i < data.size; ++i) {
      if (!take()) return false;
      // NOR: a write takes bits from 1 to 0, and the byte at which the power goes has only some of them.
      const uint8_t written = left_ == 0 ? static_cast<uint8_t>(data[i] | 0x5a) : data[i];
      bytes[offset + i] &= written;
    }
    return true;
  }
  bool erase(size_t sector) override {
    if (sector >= sectors() || is_broken(sector)) return false;
    ++erased[sector];
    for (size_t i = 0; i < sector_bytes_; ++i) {
      if (!take()) return false;
      bytes[sector * sector_bytes_ + place(i)] = 0xff;
    }
    return true;
  }

 private:
  bool take() {
    if (left_ == 0) return false;
    if (left_ != SIZE_MAX) --left_;
    ++spent;
    return true;
  }
  bool is_broken(size_t sector) const {
    for (const size_t each : broken) {
      if (each == sector) return true;
    }
    return false;
  }
  size_t place(size_t i) const {
    switch (how_) {
      case Torn::from_front:
        return i;
      case Torn::from_back:
        return sector_bytes_ - 1 - i;
      case Torn::anywhere:
        return i * 101 % sector_bytes_;  // 101 is prime: every byte once
    }
    return i;
  }

  size_t sector_bytes_;
  size_t left_ = SIZE_MAX;
  Torn how_ = Torn::from_front;
};

class FakeCounter final : public ICounterStore {
 public:
  explicit FakeCounter(uint64_t begin = 0) : value(begin) {}
  uint64_t read() override { return value; }
  bool write(uint64_t number) override {
    value = number;
    return true;
  }
  uint64_t value;
};

}  // namespace sl::test
