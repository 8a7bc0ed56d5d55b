#include "sl/codec/fields.hpp"

namespace sl {

void Codec::fail_unless(bool good) {
  if (good) return;
  status_ = Status::bad_shape;
  if (reading()) reader_->fail(Status::bad_shape);
}

void Codec::boolean(bool& value) {
  if (reading()) value = reader_->boolean();
  else writer_->boolean(value);
}

void Codec::integer(int64_t& value, int64_t min, int64_t max) {
  if (reading()) value = reader_->integer();
  else writer_->integer(value);
  fail_unless(value >= min && value <= max);
}

uint64_t Codec::wide_uint(uint64_t value, uint64_t min, uint64_t max) {
  if (reading()) value = reader_->uint();
  else writer_->uint(value);
  fail_unless(value >= min && value <= max);
  return ok() ? value : min;
}

void Codec::bytes(ByteSpan value) {
  if (!reading()) return writer_->bytes(value);
  const ByteView found = reader_->bytes();
  fail_unless(found.size == value.size);
  if (ok()) memcpy(value.data, found.data, found.size);
}

void Codec::bytes(ByteSpan memory, uint8_t& size, size_t min) {
  if (!reading()) {
    fail_unless(size >= min && size <= memory.size);
    return writer_->bytes(ByteView(memory).from(0, size));
  }
  const ByteView found = reader_->bytes();
  fail_unless(found.size >= min && found.size <= memory.size);
  if (!ok()) return;
  memcpy(memory.data, found.data, found.size);
  size = static_cast<uint8_t>(found.size);
}

void Codec::text(Text& value, size_t max) {
  if (reading()) value = reader_->text();
  else writer_->text(value);
  fail_unless(value.size >= 1 && value.size <= max);
}

void Codec::device(DeviceId& value) {
  Text id = value.text();
  text(id, limits::device_id_chars);
  fail_unless(reading() ? value.assign(id) : is_device_id(id));
}

uint8_t Codec::index(uint8_t value, const char* const* names, size_t count) {
  if (!reading()) {
    fail_unless(value < count);
    if (ok()) writer_->text(names[value]);
    return value;
  }
  const Text name = reader_->text();
  for (size_t i = 0; i < count; ++i) {
    if (name == Text(names[i])) return static_cast<uint8_t>(i);
  }
  fail_unless(false);
  return 0;
}

size_t Codec::array(size_t size, size_t limit) {
  if (reading()) size = reader_->array();
  else writer_->array(size);
  fail_unless(size <= limit);
  return ok() ? size : 0;
}

Map::Map(Codec& codec) : codec_(codec) {
  if (codec.reading()) pairs_ = codec.reader_->map();
  else opened_ = codec.writer_->open_map();
}

bool Map::has(uint8_t key, bool given) {
  if (codec_.reading() ? pairs_ == 0 || !codec_.reader_->next_is(key) : !given) return false;
  this->key(key);
  return true;
}

void Map::key(uint8_t key) {
  if (!codec_.reading()) {
    ++pairs_;
    return codec_.writer_->uint(key);
  }
  codec_.fail_unless(pairs_ > 0 && codec_.reader_->uint() == key);
  if (pairs_ > 0) --pairs_;
}

void Map::end() {
  if (codec_.reading()) codec_.fail_unless(pairs_ == 0);
  else codec_.writer_->close_map(opened_, pairs_);
}

}  // namespace sl
