#include "sl/codec/cbor.hpp"

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

/// Reads an item and writes it again.
void copy_item(CborReader& reader, CborWriter& writer) {
  switch (reader.peek()) {
    case CborType::uint:
    case CborType::negative:
      return writer.integer(reader.integer());
    case CborType::bytes:
      return writer.bytes(reader.bytes());
    case CborType::text:
      return writer.text(reader.text());
    case CborType::boolean:
      return writer.boolean(reader.boolean());
    case CborType::array: {
      const size_t items = reader.array();
      writer.array(items);
      for (size_t i = 0; i < items; ++i) copy_item(reader, writer);
      return;
    }
    case CborType::map: {
      const size_t pairs = reader.map();
      writer.map(pairs);
      for (size_t i = 0; i < 2 * pairs; ++i) copy_item(reader, writer);
      return;
    }
    case CborType::none:
      return reader.fail(Status::malformed);
  }
}

}  // namespace

TEST_CASE("cbor.json: what is valid is read, and written again as it was") {
  for (const Json& vector : read_vectors("cbor")["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    CHECK(check_deterministic(view(bytes)) == Status::ok);
    uint8_t memory[64];
    CborReader reader(view(bytes));
    CborWriter writer(memory);
    copy_item(reader, writer);
    CHECK(reader.finish() == Status::ok);
    CHECK(writer.view() == view(bytes));
  }
}

TEST_CASE("cbor.json: what is invalid is refused") {
  for (const Json& vector : read_vectors("cbor")["invalid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    CHECK(check_deterministic(view(bytes)) != Status::ok);
  }
}

TEST_CASE("a nest deeper than any message is refused") {
  CHECK(check_deterministic(view(unhex("818181818101"))) == Status::ok);
  CHECK(check_deterministic(view(unhex("8181818181818101"))) == Status::too_large);
}

TEST_CASE("the writer gives nothing when the memory is too small") {
  uint8_t memory[4];
  CborWriter writer(memory);
  writer.text("12345");
  writer.uint(1);
  CHECK(writer.overflowed());
  CHECK(writer.view().empty());
}

TEST_CASE("the whole range of numbers is written shortest and read back") {
  for (const int64_t value : {int64_t{0}, int64_t{23}, int64_t{24}, int64_t{255}, int64_t{256}, int64_t{65535},
                              int64_t{65536}, int64_t{0xffffffff}, int64_t{0x100000000}, int64_t{9007199254740991}}) {
    for (const int64_t signed_value : {value, -value}) {
      CAPTURE(signed_value);
      uint8_t memory[9];
      CborWriter writer(memory);
      writer.integer(signed_value);
      CborReader reader(writer.view());
      CHECK(reader.integer() == signed_value);
      CHECK(reader.finish() == Status::ok);
    }
  }
}
