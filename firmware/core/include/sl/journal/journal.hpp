// The device's own history: every event sealed, numbered and chained, kept in flash until the server has it.
//
// A ring of sectors. Each begins with a record that says what was so when it was opened (generation, number of the next
// event, hash of the one before, what was published, what was dropped), followed by events and by marks of what the server
// acknowledged. Nothing is ever changed in place. Sectors are opened in turn, so all wear alike, and the one that is erased
// for a new one is always that of the oldest events: those that were published go first, and when none was, the oldest
// unpublished ones go, a whole sector of them, and are counted.
#pragma once
#include "sl/codec/topic.hpp"
#include "sl/journal/record.hpp"

namespace sl {

/// An event as it was sealed; `bytes` lie in the memory of whoever read it.
struct StoredEvent {
  uint32_t sequence;
  Topic topic;
  ByteView bytes;
};

class Journal {
 public:
  /// At least two sectors; of more than limits::journal_sectors the first. `floor` outlives the loss of them all.
  Journal(const FlashArea& area, ICrypto& crypto, ICounterStore& floor);

  /// Finds what there is, whatever the last power cut left. False when the area is too small; then nothing is ever stored.
  bool open();

  /// The number of the event to come, and the SHA-256 of the sealed one before it (zeros before the first of a device).
  uint32_t next() const { return next_; }
  const Hash& previous() const { return previous_; }
  /// Keeps the event with the number `next()`. `ok`: it is in flash, and no power cut takes it back. `failed`: flash takes
  /// nothing; the number is spent all the same, so that the event can be said live and the next one still follows it.
  /// `too_large`: there is no such event.
  Status append(Topic topic, ByteView sealed);

  /// The oldest event that is kept and has this number or a higher one.
  bool read(uint32_t from, ByteSpan memory, StoredEvent& event);

  /// Every event below `sequence` has arrived. False when a power cut might undo that: then they are sent again.
  bool mark_published(uint32_t sequence);
  /// The number of the oldest event that has not arrived.
  uint32_t published() const { return published_; }
  bool all_published() const { return published_ == next_; }
  /// How many events went before they could be published, ever. Their numbers are the gap that the server sees.
  uint32_t dropped() const { return dropped_; }

 private:
  struct Opened;  // the first record of a sector
  static constexpr size_t nowhere = SIZE_MAX;

  // journal.cpp
  bool has_room(size_t body) const;
  bool write(const Record& record, ByteView body);
  void reserve_number();
  // journal_open.cpp
  bool read_opened(size_t sector, Opened& opened) const;
  bool find_newest(Opened& newest);
  void find_live(const Opened& newest);
  void walk_newest();
  bool roll();
  bool open_sector(size_t sector);
  uint32_t first_without(size_t sector) const;
  void drop_below(uint32_t sequence);
  bool is_live(size_t sector) const { return (live_ >> sector & 1) != 0; }
  size_t sector_behind(size_t sector) const { return (sector + 1) % sectors_; }
  size_t end_of(size_t sector) const { return (sector + 1) * area_.sector_bytes(); }

  FlashArea area_;
  ICrypto& crypto_;
  ICounterStore& floor_;
  size_t sectors_;
  /// Every number below may have been given out.
  uint32_t reserved_ = 0;
  uint32_t next_ = 0;
  uint32_t published_ = 0;
  /// As far as flash knows.
  uint32_t marked_ = 0;
  uint32_t dropped_ = 0;
  uint32_t generation_ = 0;
  /// A bit for each sector that belongs to the ring of now.
  uint32_t live_ = 0;
  size_t newest_ = 0;
  /// Where the next record goes; `nowhere` until a sector is opened.
  size_t write_at_ = nowhere;
  Hash previous_{};
  /// Where reading left off: behind the event with the number `read_to_`.
  size_t read_at_ = nowhere;
  uint32_t read_to_ = 0;
};

}  // namespace sl
