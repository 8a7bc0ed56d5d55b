// Finding the journal again after whatever happened, and opening the next sector of the ring.
#include <stddef.h>

#include "sl/journal/journal.hpp"
#include "sl/journal/little_endian.hpp"

namespace sl {

namespace {

constexpr uint8_t format_version = 1;
/// Far beyond what flash endures or a lifetime brings, and far enough below the end of the type.
constexpr uint32_t generation_max = UINT32_MAX - 64;
constexpr uint32_t sequence_max = UINT32_MAX / 2;
constexpr size_t opened_bytes = 16 + sizeof(Hash);

}  // namespace

/// What was so when a sector was opened: the body of its first record as it lies in flash, and the number of that record.
struct Journal::Opened {
  uint32_t generation;
  uint32_t dropped;
  uint32_t published;
  uint32_t zeros;
  Hash previous;
  /// Of the first event in the sector.
  uint32_t next;

  ByteSpan body() { return {reinterpret_cast<uint8_t*>(this), opened_bytes}; }
};

Journal::Journal(const FlashArea& area, ICrypto& crypto, ICounterStore& floor)
    : area_(area),
      crypto_(crypto),
      floor_(floor),
      sectors_(area.sectors() < limits::journal_sectors ? area.sectors() : limits::journal_sectors) {}

bool Journal::open() {
  if (sectors_ < 2 || area_.sector_bytes() < record_bytes(opened_bytes) + record_bytes(limits::event_bytes)) {
    sectors_ = 0;
    return false;
  }
  reserved_ = static_cast<uint32_t>(floor_.read());
  Opened newest;
  if (!find_newest(newest)) {
    newest_ = sectors_ - 1;  // so that the first sector is the first to be opened
    next_ = published_ = marked_ = reserved_;
    return true;
  }
  generation_ = newest.generation;
  next_ = newest.next;
  published_ = newest.published;
  dropped_ = newest.dropped;
  previous_ = newest.previous;
  find_live(newest);
  walk_newest();
  marked_ = published_;
  // When the power went between the erasing of a sector and the opening of it, nobody has counted yet what went with it.
  drop_below(first_without(sectors_));
  return true;
}

bool Journal::read_opened(size_t sector, Opened& opened) const {
  static_assert(offsetof(Opened, next) == opened_bytes, "as it lies in flash");
  RecordWalk walk(area_, sector * area_.sector_bytes(), sector * area_.sector_bytes() + record_bytes(opened_bytes));
  Record record;
  const bool is_one = walk.next(record) && record.kind == RecordKind::sector && record.extra == format_version &&
                      read_body(area_, record, opened.body()).size == opened_bytes;
  if (!is_one) return false;
  opened.next = record.number;
  return opened.generation <= generation_max && opened.next <= sequence_max && opened.published <= opened.next;
}

bool Journal::find_newest(Opened& newest) {
  bool found = false;
  for (size_t sector = 0; sector < sectors_; ++sector) {
    Opened opened;
    if (!read_opened(sector, opened) || (found && opened.generation <= newest.generation)) continue;
    found = true;
    newest = opened;
    newest_ = sector;
  }
  return found;
}

/// From the newest backwards: a sector counts while it is older and its numbers are lower than those of the one after it.
void Journal::find_live(const Opened& newest) {
  live_ = uint32_t{1} << newest_;
  uint32_t generation = newest.generation;
  uint32_t next = newest.next;
  for (size_t back = 1; back < sectors_; ++back) {
    const size_t sector = (newest_ + sectors_ - back) % sectors_;
    Opened opened;
    if (!read_opened(sector, opened)) continue;
    if (opened.generation >= generation || opened.next > next) continue;
    live_ |= uint32_t{1} << sector;
    generation = opened.generation;
    next = opened.next;
  }
}

void Journal::walk_newest() {
  RecordWalk walk(area_, newest_ * area_.sector_bytes(), end_of(newest_));
  for (Record record; walk.next(record);) {
    uint8_t memory[limits::event_bytes];
    const ByteView body = read_body(area_, record, memory);
    if (record.kind == RecordKind::event && !body.empty() && record.number >= next_ && record.number <= sequence_max) {
      next_ = record.number + 1;
      crypto_.sha256(body, previous_);
    }
    const bool is_mark = record.kind == RecordKind::published && body.size == sizeof dropped_;
    if (is_mark && record.number >= published_ && record.number <= next_) {
      published_ = record.number;
      dropped_ = get_little_endian<uint32_t>(body.data);
    }
  }
  write_at_ = walk.at();
}

/// The sector behind the newest; if it cannot be written, the one behind that. Never the newest itself.
bool Journal::roll() {
  size_t sector = newest_;
  for (size_t tries = 1; tries < sectors_; ++tries) {
    sector = sector_behind(sector);
    if (open_sector(sector)) return true;
  }
  return false;
}

bool Journal::open_sector(size_t sector) {
  const size_t begin = sector * area_.sector_bytes();
  drop_below(first_without(sector));
  live_ &= ~(uint32_t{1} << sector);
  read_at_ = nowhere;
  Opened opened{generation_ + 1, dropped_, published_, 0, previous_, next_};
  // The head first: an erase that is cut short leaves any of the old bytes, and a sector is either all there or not at all.
  constexpr uint8_t nothing[record_head_bytes] = {};
  area_.write(begin, {nothing, sizeof nothing});
  if (!area_.erase(sector)) return false;
  if (!write_record(area_, begin, {RecordKind::sector, format_version, next_, 0, 0}, opened.body())) return false;
  ++generation_;
  newest_ = sector;
  marked_ = published_;
  live_ |= uint32_t{1} << sector;
  write_at_ = begin + record_bytes(opened_bytes);
  return true;
}

/// The lowest number that is kept once `sector` is erased.
uint32_t Journal::first_without(size_t sector) const {
  size_t oldest = newest_;
  for (size_t passed = 0; passed < sectors_; ++passed) {
    oldest = sector_behind(oldest);
    Opened opened;
    if (oldest != sector && is_live(oldest) && read_opened(oldest, opened)) return opened.next;
  }
  return next_;
}

void Journal::drop_below(uint32_t sequence) {
  if (sequence <= published_) return;
  const uint32_t gone = sequence - published_;
  dropped_ = gone < UINT32_MAX - dropped_ ? dropped_ + gone : UINT32_MAX;
  published_ = sequence;
}

}  // namespace sl
