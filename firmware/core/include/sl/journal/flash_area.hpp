// Some sectors of the flash, for one user; nothing reaches beyond them.
#pragma once
#include "sl/ports.hpp"

namespace sl {

/// Whether nothing was written here since the last erase.
bool is_erased(ByteView bytes);

class FlashArea {
 public:
  /// `count` sectors from `first` on, as far as the flash goes.
  FlashArea(IStore& store, size_t first, size_t count);

  size_t sector_bytes() const { return sector_bytes_; }
  size_t sectors() const { return sectors_; }
  size_t bytes() const { return sectors_ * sector_bytes_; }

  /// Offsets and sectors count from the beginning of the area. False, and nothing is done, beyond its end.
  bool read(size_t at, ByteSpan into) const;
  bool write(size_t at, ByteView bytes) const;
  bool erase(size_t sector) const;
  /// Whether all of it reads as erased.
  bool is_blank(size_t at, size_t count) const;

 private:
  bool holds(size_t at, size_t count) const { return at <= bytes() && count <= bytes() - at; }

  IStore& store_;
  size_t first_;
  size_t sectors_;
  size_t sector_bytes_;
};

}  // namespace sl
