// What a running journal does; journal_open.cpp finds it again after a power cut and moves it on from sector to sector.
#include "sl/journal/journal.hpp"
#include "sl/journal/little_endian.hpp"

namespace sl {

Status Journal::append(Topic topic, ByteView sealed) {
  if (sealed.empty() || sealed.size > limits::event_bytes) return Status::too_large;
  const Record event{RecordKind::event, static_cast<uint8_t>(topic), next_, 0, 0};
  // Once more in another sector, if this one cannot be written.
  const bool is_kept = (has_room(sealed.size) || roll()) && (write(event, sealed) || (roll() && write(event, sealed)));
  crypto_.sha256(sealed, previous_);
  ++next_;
  return is_kept ? Status::ok : Status::failed;
}

/// Behind a record that failed nothing may follow: what is found after a reboot ends where nothing was written.
bool Journal::write(const Record& record, ByteView body) {
  reserve_number();
  const bool whole = write_record(area_, write_at_, record, body);
  write_at_ = whole ? write_at_ + record_bytes(body.size) : end_of(newest_);
  return whole;
}

bool Journal::read(uint32_t from, ByteSpan memory, StoredEvent& event) {
  if (live_ == 0) return false;
  // Ring order: the sector behind the newest is the oldest, and the newest comes last.
  const bool goes_on = read_at_ != nowhere && from > read_to_;
  size_t at = goes_on ? read_at_ : 0;
  size_t sector = goes_on ? (at - 1) / area_.sector_bytes() : sector_behind(newest_);
  for (size_t passed = 0; passed < sectors_; ++passed, sector = sector_behind(sector)) {
    if (passed > 0 || !goes_on) at = sector * area_.sector_bytes();
    if (!is_live(sector)) continue;
    RecordWalk walk(area_, at, end_of(sector));
    for (Record record; walk.next(record);) {
      const bool is_it = record.kind == RecordKind::event && record.number >= from && record.number < next_;
      if (!is_it || record.extra >= count_of<Topic>()) continue;
      event = {record.number, static_cast<Topic>(record.extra), read_body(area_, record, memory)};
      if (event.bytes.empty()) continue;
      read_at_ = walk.at();
      read_to_ = record.number;
      return true;
    }
    if (sector == newest_) break;
  }
  return false;
}

bool Journal::mark_published(uint32_t sequence) {
  if (sequence > next_) sequence = next_;
  if (sequence > published_) published_ = sequence;
  if (published_ == marked_) return true;
  // A new sector says it as well, but it is not worth an event that has not arrived.
  if (!has_room(sizeof dropped_)) return first_without(sector_behind(newest_)) <= published_ && roll();
  uint8_t body[sizeof dropped_];
  put_little_endian(body, dropped_);
  if (!write({RecordKind::published, 0, published_, 0, 0}, {body, sizeof body})) return false;
  marked_ = published_;
  return true;
}

bool Journal::has_room(size_t body) const {
  return write_at_ != nowhere && record_bytes(body) <= end_of(newest_) - write_at_;
}

/// A number that was given out is below the floor: when all sectors are lost, the device goes on above it.
void Journal::reserve_number() {
  if (next_ < reserved_) return;
  if (floor_.write(next_ + limits::counter_block)) reserved_ = next_ + limits::counter_block;
}

}  // namespace sl
