#include "sl/codec/cbor.hpp"

#include "sl/codec/big_endian.hpp"

namespace sl {

namespace {
constexpr uint8_t false_byte = 0xf4;
constexpr uint8_t true_byte = 0xf5;
constexpr uint8_t short_argument_max = 23;
/// What needs no argument of 1, 2, 4 or 8 bytes.
constexpr uint32_t shorter_max[] = {short_argument_max, 0xff, 0xffff, 0xffffffff};
}  // namespace

// ---- reading ----

CborType CborReader::peek() const {
  if (!ok() || position_ >= input_.size) return CborType::none;
  const uint8_t first = input_[position_];
  if (first == false_byte || first == true_byte) return CborType::boolean;
  return first >> 5 <= 5 ? static_cast<CborType>(first >> 5) : CborType::none;
}

bool CborReader::next_is(uint8_t key) const {
  return peek() == CborType::uint && input_[position_] == key;
}

void CborReader::fail(Status why) {
  if (ok()) status_ = why;
}

Status CborReader::finish() {
  if (position_ != input_.size) fail(Status::malformed);
  return status_;
}

uint64_t CborReader::head(CborType type) {
  const CborType found = peek();
  if (found == type) return argument();
  // What no message may hold is not CBOR of this protocol; another type than the field's is another shape.
  fail(found == CborType::none ? Status::malformed : Status::bad_shape);
  return 0;
}

/// RFC 8949, 3: the low five bits are the argument, or say how many bytes hold it; 4.2.1: in the shortest form.
uint64_t CborReader::argument() {
  const uint8_t low = input_[position_++] & 0x1f;
  if (low <= short_argument_max) return low;
  if (low > 27) {
    fail(Status::malformed);  // reserved, or of indefinite length
    return 0;
  }
  const uint64_t value = get_big_endian(take(size_t{1} << (low - 24)));
  if (value <= shorter_max[low - 24] || value > limits::count_max) fail(Status::malformed);
  return ok() ? value : 0;
}

ByteView CborReader::take(uint64_t count) {
  if (!ok() || count > input_.size - position_) {
    fail(Status::malformed);
    return {};
  }
  const ByteView taken{input_.data + position_, static_cast<size_t>(count)};
  position_ += taken.size;
  return taken;
}

uint64_t CborReader::uint() { return head(CborType::uint); }

int64_t CborReader::integer() {
  if (peek() != CborType::negative) return static_cast<int64_t>(uint());
  return -1 - static_cast<int64_t>(argument());
}

bool CborReader::boolean() {
  if (peek() != CborType::boolean) {
    fail(peek() == CborType::none ? Status::malformed : Status::bad_shape);
    return false;
  }
  return input_[position_++] == true_byte;
}

ByteView CborReader::bytes() { return take(head(CborType::bytes)); }

Text CborReader::text() {
  const ByteView found = take(head(CborType::text));
  for (const uint8_t byte : found) {
    if (byte >= 0x80) fail(Status::malformed);
  }
  return ok() ? Text{reinterpret_cast<const char*>(found.data), found.size} : Text{};
}

size_t CborReader::items(CborType type, size_t each) {
  const uint64_t count = head(type);
  // Each has at least a byte: a length that cannot be true is refused before anybody loops over it.
  if (count > (input_.size - position_) / each) fail(Status::malformed);
  return ok() ? static_cast<size_t>(count) : 0;
}

// ---- writing ----

void CborWriter::head(CborType type, uint64_t argument) {
  const auto first = static_cast<uint8_t>(static_cast<uint8_t>(type) << 5);
  if (argument <= short_argument_max) {
    out_.append(static_cast<uint8_t>(first | argument));
    return;
  }
  const unsigned log2_bytes = argument > 0xffffffff ? 3 : argument > 0xffff ? 2 : argument > 0xff ? 1 : 0;
  const size_t bytes = size_t{1} << log2_bytes;
  uint8_t memory[1 + sizeof argument];
  memory[0] = static_cast<uint8_t>(first | (24 + log2_bytes));
  put_big_endian(memory + 1, argument, bytes);
  out_.append(ByteView{memory, 1 + bytes});
}

void CborWriter::integer(int64_t value) {
  if (value >= 0) uint(static_cast<uint64_t>(value));
  else head(CborType::negative, static_cast<uint64_t>(-(value + 1)));
}

void CborWriter::string(CborType type, ByteView value) {
  head(type, value.size);
  raw(value);
}

size_t CborWriter::open_map() {
  const size_t at = out_.size();
  map(0);
  return at;
}

void CborWriter::close_map(size_t opened, size_t pairs) {
  if (!out_.overflowed()) out_.data()[opened] = static_cast<uint8_t>(0xa0 | pairs);
}

// ---- any item ----

namespace {

void check_item(CborReader& reader, ByteView input, size_t depth) {
  if (depth > limits::cbor_depth) return reader.fail(Status::too_large);
  switch (reader.peek()) {
    case CborType::uint:
    case CborType::negative:
      reader.integer();
      return;
    case CborType::bytes:
      reader.bytes();
      return;
    case CborType::text:
      reader.text();
      return;
    case CborType::boolean:
      reader.boolean();
      return;
    case CborType::array:
      for (size_t left = reader.array(); left > 0 && reader.ok(); --left) check_item(reader, input, depth + 1);
      return;
    case CborType::map: {
      ByteView last_key;
      for (size_t left = reader.map(); left > 0 && reader.ok(); --left) {
        const size_t key_at = reader.position();
        if (reader.peek() == CborType::array || reader.peek() == CborType::map) return reader.fail(Status::malformed);
        check_item(reader, input, depth + 1);
        const ByteView key = input.from(key_at, reader.position() - key_at);
        const size_t shared = key.size < last_key.size ? key.size : last_key.size;
        const int order = shared == 0 ? 1 : memcmp(last_key.data, key.data, shared);
        // No encoded key is the beginning of another, so equal beginnings are equal keys.
        if (shared > 0 && order >= 0) return reader.fail(order == 0 ? Status::malformed : Status::not_deterministic);
        last_key = key;
        check_item(reader, input, depth + 1);
      }
      return;
    }
    case CborType::none:
      return reader.fail(Status::malformed);
  }
}

}  // namespace

Status check_deterministic(ByteView item) {
  CborReader reader(item);
  check_item(reader, item, 0);
  return reader.finish();
}

}  // namespace sl
