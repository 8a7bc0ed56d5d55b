#include "sl/journal/flash_area.hpp"

namespace sl {

FlashArea::FlashArea(IStore& store, size_t first, size_t count)
    : store_(store), first_(first), sectors_(count), sector_bytes_(store.sector_bytes()) {
  const size_t there = store.sectors() > first ? store.sectors() - first : 0;
  if (sectors_ > there) sectors_ = there;
}

bool FlashArea::read(size_t at, ByteSpan into) const {
  return holds(at, into.size) && store_.read(first_ * sector_bytes_ + at, into);
}

bool FlashArea::write(size_t at, ByteView bytes) const {
  return holds(at, bytes.size) && store_.write(first_ * sector_bytes_ + at, bytes);
}

bool FlashArea::erase(size_t sector) const { return sector < sectors_ && store_.erase(first_ + sector); }

bool is_erased(ByteView bytes) {
  for (const uint8_t byte : bytes) {
    if (byte != limits::flash_erased) return false;
  }
  return true;
}

bool FlashArea::is_blank(size_t at, size_t count) const {
  uint8_t piece[limits::flash_piece_bytes];
  for (size_t done = 0; done < count; done += sizeof piece) {
    const size_t size = count - done < sizeof piece ? count - done : sizeof piece;
    if (!read(at + done, {piece, size}) || !is_erased({piece, size})) return false;
  }
  return true;
}

}  // namespace sl
