#include "sl/codec/fields.hpp"

namespace sl {

namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers of any width are read and written from their low end");

/// Reads into the memory of a message, or writes from it. Sticky: after the first error nothing that it does counts.
class Codec {
 public:
  explicit Codec(CborReader& reader) : reader_(&reader) {}
  explicit Codec(CborWriter& writer) : writer_(&writer) {}

  void item(const Field& field, uint8_t* at);
  bool ok() const { return is_good_; }

 private:
  bool reading() const { return reader_ != nullptr; }
  void fail_unless(bool good);
  void boolean(uint8_t* at);
  void uint(const Field& field, uint8_t* at);
  void integer(const Field& field, uint8_t* at);
  void bytes(uint8_t* at, size_t size);
  void sized_bytes(const Field& field, uint8_t* at);
  void text(const Field& field, Text& value);
  void device(DeviceId& id);
  void named(const Field& field, uint8_t* at);
  void list(const Field& field, uint8_t* at);
  void map(const Field& field, uint8_t* at);
  void rows(const Field& group, uint8_t* at);
  bool key(const Field& field, uint8_t* at);

  CborReader* reader_ = nullptr;
  CborWriter* writer_ = nullptr;
  bool is_good_ = true;
  /// Of the map of now. Reading: still to come. Writing: so far.
  size_t pairs_ = 0;
};

void Codec::item(const Field& field, uint8_t* at) {
  at += field.at;
  switch (field.kind) {
    case FieldKind::boolean: return boolean(at);
    case FieldKind::uint: return uint(field, at);
    case FieldKind::integer: return integer(field, at);
    case FieldKind::bytes: return bytes(at, field.size);
    case FieldKind::sized_bytes: return sized_bytes(field, at);
    case FieldKind::text_or: {
      Text& value = *reinterpret_cast<Text*>(at);
      const bool is_text = reading() ? reader_->peek() == CborType::text : !value.empty();
      return is_text ? text(field, value) : item(*field.beside.fields, at - field.at);
    }
    case FieldKind::text: return text(field, *reinterpret_cast<Text*>(at));
    case FieldKind::device: return device(*reinterpret_cast<DeviceId*>(at));
    case FieldKind::named: return named(field, at);
    case FieldKind::map: return map(field, at);
    case FieldKind::tuple: {
      if (reading()) fail_unless(reader_->array() == field.size);
      else writer_->array(field.size);
      return rows(field, at);
    }
    case FieldKind::list: return list(field, at);
    // A byte that is none of its values has failed already.
    case FieldKind::choice: return ok() ? rows(field.beside.fields[*at], at - field.at) : void();
  }
}

void Codec::fail_unless(bool good) {
  if (good) return;
  is_good_ = false;
  if (reading()) reader_->fail(Status::bad_shape);
}

void Codec::boolean(uint8_t* at) {
  if (reading()) *at = reader_->boolean() ? 1 : 0;
  else writer_->boolean(*at != 0);
}

void Codec::uint(const Field& field, uint8_t* at) {
  uint64_t value = 0;
  if (reading()) value = reader_->uint();
  else memcpy(&value, at, field.size);
  fail_unless(value >= field.least && value <= (field.beside.most == 0 ? limits::count_max : field.beside.most));
  if (reading()) memcpy(at, &value, field.size);
  else writer_->uint(value);
}

void Codec::integer(const Field& field, uint8_t* at) {
  int64_t& value = *reinterpret_cast<int64_t*>(at);
  if (reading()) value = reader_->integer();
  const uint64_t most = field.least == 0 ? field.beside.most : static_cast<uint64_t>(field.beside.most) << 32;
  // From -most to most, in one comparison.
  fail_unless(static_cast<uint64_t>(value) + most <= 2 * most);
  if (!reading()) writer_->integer(value);
}

void Codec::bytes(uint8_t* at, size_t size) {
  if (!reading()) return writer_->bytes({at, size});
  const ByteView found = reader_->bytes();
  fail_unless(found.size == size);
  if (found.size == size) memcpy(at, found.data, size);
}

void Codec::sized_bytes(const Field& field, uint8_t* at) {
  uint8_t& size = at[-1];
  ByteView value{at, size};
  if (reading()) value = reader_->bytes();
  const bool fits = value.size >= field.least && value.size <= field.size;
  fail_unless(fits);
  if (!fits) return;
  if (!reading()) return writer_->bytes(value);
  memcpy(at, value.data, value.size);
  size = static_cast<uint8_t>(value.size);
}

void Codec::text(const Field& field, Text& value) {
  if (reading()) value = reader_->text();
  else writer_->text(value);
  fail_unless(value.size >= 1 && value.size <= field.size);
}

void Codec::device(DeviceId& id) {
  if (reading()) return fail_unless(id.assign(reader_->text()));
  writer_->text(id.text());
  fail_unless(is_device_id(id.text()));
}

void Codec::named(const Field& field, uint8_t* at) {
  const size_t index = reading() ? index_of(field.beside.names, field.size, reader_->text()) : *at;
  fail_unless(index < field.size);
  if (!reading()) return index < field.size ? writer_->text(name_at(field.beside.names, index)) : void();
  *at = index < field.size ? static_cast<uint8_t>(index) : 0;
}

void Codec::list(const Field& field, uint8_t* at) {
  const size_t each = field.least;
  size_t& used = reinterpret_cast<size_t*>(at)[-1];
  if (reading()) used = reader_->array() * each;
  else writer_->array(used / each);
  fail_unless(used <= each * field.size);
  for (const uint8_t* end = at + used; at < end && ok(); at += each) {
    if (reading()) memset(at, 0, each);
    item(*field.beside.fields, at);
  }
}

/// Keys rise, so reading them in order finds one that is missing, one that is not known and one that stands twice.
void Codec::map(const Field& field, uint8_t* at) {
  const size_t outer = pairs_;
  const size_t opened = reading() ? 0 : writer_->open_map();
  pairs_ = reading() ? reader_->map() : 0;
  rows(field, at);
  if (reading()) fail_unless(pairs_ == 0);
  else writer_->close_map(opened, pairs_);
  pairs_ = outer;
}

void Codec::rows(const Field& group, uint8_t* at) {
  for (size_t i = 0; i < group.size; ++i) {
    const Field& field = group.beside.fields[i];
    if (field.key == 0 || key(field, at + field.at)) item(field, at);
  }
}

/// Whether the field is there.
bool Codec::key(const Field& field, uint8_t* at) {
  if (field.flag_before > 0) {
    uint8_t& is_there = *(at - field.flag_before);
    if (reading()) is_there = pairs_ > 0 && reader_->next_is(field.key) ? 1 : 0;
    if (is_there == 0) return false;
  }
  if (!reading()) {
    ++pairs_;
    writer_->uint(field.key);
    return true;
  }
  fail_unless(pairs_ > 0 && reader_->uint() == field.key);
  if (pairs_ > 0) --pairs_;
  return true;
}

}  // namespace

ByteView encode_fields(const Field& field, const void* message, ByteSpan memory) {
  CborWriter writer(memory);
  Codec codec(writer);
  // A codec that writes changes nothing.
  codec.item(field, static_cast<uint8_t*>(const_cast<void*>(message)));
  return codec.ok() ? writer.view() : ByteView{};
}

Status decode_fields(const Field& field, ByteView payload, void* message) {
  CborReader reader(payload);
  Codec codec(reader);
  codec.item(field, static_cast<uint8_t*>(message));
  return reader.finish();
}

}  // namespace sl
