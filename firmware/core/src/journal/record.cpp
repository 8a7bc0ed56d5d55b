#include "sl/journal/record.hpp"

#include <stddef.h>

#include "sl/journal/crc32.hpp"

namespace sl {

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers lie in flash as in memory");

struct Head {
  RecordKind kind;
  uint8_t extra;
  uint16_t size;
  uint32_t number;
  /// Room for longer numbers, which nobody has yet.
  uint32_t zeros;
  uint32_t body_crc;
  uint32_t crc;

  ByteSpan bytes() { return {reinterpret_cast<uint8_t*>(this), sizeof *this}; }
  uint32_t expected_crc() { return crc32({reinterpret_cast<const uint8_t*>(this), offsetof(Head, crc)}); }
};
static_assert(sizeof(Head) == record_head_bytes, "as it lies in flash");

enum class Found : uint8_t { whole, torn_body, torn_head, nothing };

bool body_has_crc(const FlashArea& area, const Record& record, uint32_t expected) {
  uint8_t piece[limits::flash_piece_bytes];
  uint32_t crc = 0;
  for (size_t done = 0; done < record.size; done += sizeof piece) {
    const size_t left = record.size - done;
    const ByteSpan part{piece, left < sizeof piece ? left : sizeof piece};
    if (!area.read(record.body_at + done, part)) return false;
    crc = crc32(part, crc);
  }
  return crc == expected;
}

Found look_at(const FlashArea& area, size_t at, size_t end, Record& record) {
  Head head;
  if (at > end || end - at < sizeof head) return Found::nothing;
  if (!area.read(at, head.bytes())) return Found::torn_head;
  if (is_erased(head.bytes())) return Found::nothing;
  if (head.crc != head.expected_crc() || head.zeros != 0) return Found::torn_head;
  record = {head.kind, head.extra, head.number, head.size, at + sizeof head};
  if (record_bytes(record.size) > end - at) return Found::torn_head;
  return body_has_crc(area, record, head.body_crc) ? Found::whole : Found::torn_body;
}

}  // namespace

bool write_record(const FlashArea& area, size_t at, const Record& record, ByteView body) {
  const size_t size = record_bytes(body.size);
  if (body.size > UINT16_MAX || !area.is_blank(at, size)) return false;
  Head head{record.kind, record.extra, static_cast<uint16_t>(body.size), record.number, 0, crc32(body), 0};
  head.crc = head.expected_crc();
  // What counts is not what the flash says about its writing, but what can be read back.
  if (area.write(at, head.bytes())) area.write(at + sizeof head, body);
  Record written;
  return look_at(area, at, at + size, written) == Found::whole;
}

bool copy_record(const FlashArea& area, const Record& from, size_t to) {
  const size_t size = record_bytes(from.size);
  const size_t source = from.body_at - record_head_bytes;
  uint8_t piece[limits::flash_piece_bytes];
  for (size_t done = 0; done < size; done += sizeof piece) {
    const ByteSpan part{piece, size - done < sizeof piece ? size - done : sizeof piece};
    if (!area.read(source + done, part) || !area.write(to + done, part)) return false;
  }
  Record written;
  return look_at(area, to, to + size, written) == Found::whole;
}

ByteView read_body(const FlashArea& area, const Record& record, ByteSpan memory) {
  const ByteSpan body{memory.data, record.size};
  return record.size <= memory.size && area.read(record.body_at, body) ? ByteView(body) : ByteView{};
}

bool RecordWalk::next(Record& record) {
  for (;;) {
    switch (look_at(area_, at_, end_, record)) {
      case Found::whole:
        at_ += record_bytes(record.size);
        return true;
      case Found::torn_body:
        at_ += record_bytes(record.size);
        break;
      case Found::torn_head:
        // Torn when the power went, or spoilt later: then whole ones follow at some multiple of the alignment.
        at_ += record_alignment;
        break;
      case Found::nothing:
        return false;
    }
  }
}

}  // namespace sl
