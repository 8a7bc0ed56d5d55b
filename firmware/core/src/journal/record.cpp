#include "sl/journal/record.hpp"

#include "sl/journal/crc32.hpp"
#include "sl/journal/little_endian.hpp"

namespace sl {

namespace {

constexpr size_t body_crc_at = 12;
constexpr size_t head_crc_at = 16;

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
  uint8_t head[record_head_bytes];
  if (at > end || end - at < sizeof head || area.is_blank(at, sizeof head)) return Found::nothing;
  if (!area.read(at, head)) return Found::torn_head;
  if (crc32({head, head_crc_at}) != get_little_endian<uint32_t>(head + head_crc_at)) return Found::torn_head;
  record.kind = static_cast<RecordKind>(head[0]);
  record.extra = head[1];
  record.size = get_little_endian<uint16_t>(head + 2);
  record.number = get_little_endian<uint64_t>(head + 4);
  record.body_at = at + sizeof head;
  if (record_bytes(record.size) > end - at) return Found::torn_head;
  return body_has_crc(area, record, get_little_endian<uint32_t>(head + body_crc_at)) ? Found::whole : Found::torn_body;
}

}  // namespace

bool write_record(const FlashArea& area, size_t at, const Record& record, ByteView body) {
  if (body.size > UINT16_MAX || !area.is_blank(at, record_bytes(body.size))) return false;
  uint8_t head[record_head_bytes];
  head[0] = static_cast<uint8_t>(record.kind);
  head[1] = record.extra;
  put_little_endian(head + 2, static_cast<uint16_t>(body.size));
  put_little_endian(head + 4, record.number);
  put_little_endian(head + body_crc_at, crc32(body));
  put_little_endian(head + head_crc_at, crc32({head, head_crc_at}));
  // What counts is not what the flash says about its writing, but what can be read back.
  if (area.write(at, {head, sizeof head})) area.write(at + sizeof head, body);
  Record written;
  return look_at(area, at, at + record_bytes(body.size), written) == Found::whole;
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
