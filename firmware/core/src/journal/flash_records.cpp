#include "sl/journal/flash_records.hpp"

namespace sl {

namespace {
constexpr uint8_t format_version = 1;
constexpr uint32_t generation_max = UINT32_MAX - 1;
}  // namespace

void FlashRecords::open() {
  half_ = no_half;
  generation_ = 0;
  for (size_t half = 0; half < 2; ++half) {
    const size_t begin = half * half_bytes();
    RecordWalk walk(area_, begin, begin + record_bytes(0));
    Record first;
    const bool is_one = walk.next(first) && first.kind == RecordKind::half && first.extra == format_version &&
                        first.number <= generation_max;
    if (!is_one || (half_ != no_half && first.number <= generation_)) continue;
    half_ = half;
    generation_ = first.number;
  }
  if (half_ == no_half) return;
  RecordWalk walk = walk_all();
  for (Record record; walk.next(record);) {
  }
  write_at_ = walk.at();
}

/// Of the half that counts.
RecordWalk FlashRecords::walk_all() const {
  const size_t begin = half_ * half_bytes();
  return {area_, begin, begin + half_bytes()};
}

bool FlashRecords::find(RecordKey key, Record& newest) const {
  if (half_ == no_half) return false;
  bool found = false;
  RecordWalk walk = walk_all();
  for (Record record; walk.next(record);) {
    if (record.kind != RecordKind::value || record.number != static_cast<uint32_t>(key)) continue;
    newest = record;
    found = true;
  }
  return found;
}

ByteView FlashRecords::get(RecordKey key, ByteSpan memory) const {
  Record newest;
  return find(key, newest) ? read_body(area_, newest, memory) : ByteView{};
}

bool FlashRecords::holds(RecordKey key, ByteView value) const {
  Record newest;
  if (!find(key, newest) || newest.size != value.size) return false;
  uint8_t piece[limits::flash_piece_bytes];
  for (size_t done = 0; done < value.size; done += sizeof piece) {
    const ByteView part = value.from(done, sizeof piece);
    if (!area_.read(newest.body_at + done, {piece, part.size}) || ByteView{piece, part.size} != part) return false;
  }
  return true;
}

bool FlashRecords::put(RecordKey key, ByteView value) {
  return holds(key, value) || append(key, value) || move_to_other_half(key, value);
}

bool FlashRecords::write(size_t at, size_t end, RecordKey key, ByteView value) const {
  if (at > end || record_bytes(value.size) > end - at) return false;
  return write_record(area_, at, {RecordKind::value, 0, static_cast<uint32_t>(key), 0, 0}, value);
}

bool FlashRecords::append(RecordKey key, ByteView value) {
  if (half_ == no_half) return false;
  const size_t end = (half_ + 1) * half_bytes();
  if (write_at_ > end || record_bytes(value.size) > end - write_at_) return false;
  const bool whole = write(write_at_, end, key, value);
  // Behind a record that failed nothing may follow: what is found after a reboot ends where nothing was written.
  write_at_ = whole ? write_at_ + record_bytes(value.size) : end;
  return whole;
}

bool FlashRecords::move_to_other_half(RecordKey key, ByteView value) {
  const size_t half = half_ == 0 ? 1 : 0;
  const size_t begin = half * half_bytes();
  const size_t end = begin + half_bytes();
  if (!erase_half(half)) return false;
  size_t at = begin + record_bytes(0);
  for (uint8_t other = 1; other <= record_keys; ++other) {
    Record newest;
    if (static_cast<RecordKey>(other) == key || !find(static_cast<RecordKey>(other), newest)) continue;
    if (record_bytes(newest.size) > end - at || !copy_record(area_, newest, at)) return false;
    at += record_bytes(newest.size);
  }
  if (!write(at, end, key, value)) return false;
  if (!write_record(area_, begin, {RecordKind::half, format_version, generation_ + 1, 0, 0}, {})) return false;
  half_ = half;
  ++generation_;
  write_at_ = at + record_bytes(value.size);
  return true;
}

bool FlashRecords::erase_half(size_t half) const {
  const size_t sectors = area_.sectors() / 2;
  if (sectors == 0) return false;
  // Whatever an erase that is cut short leaves of it: the generation of the other half is higher.
  for (size_t i = 0; i < sectors; ++i) {
    if (!area_.erase(half * sectors + i)) return false;
  }
  return true;
}

}  // namespace sl
