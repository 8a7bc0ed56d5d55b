#include "sl/nfc/type4.hpp"

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

std::string next_of(const Type4Reader& reader) {
  uint8_t memory[limits::nfc_command_bytes];
  ByteBuffer apdu(memory);
  reader.write_next(apdu);
  return hex(apdu.view());
}

Type4Progress answer(Type4Reader& reader, size_t bytes, const std::string& status = "9000", size_t nlen = 100) {
  Memory memory(bytes, 0x41);
  if (bytes >= 2) {
    memory[0] = static_cast<uint8_t>(nlen >> 8);
    memory[1] = static_cast<uint8_t>(nlen & 0xff);
  }
  for (const uint8_t byte : unhex(status)) memory.push_back(byte);
  return reader.on_answer(view(memory));
}

/// After SELECT application and SELECT file.
Type4Reader at_the_file() {
  Type4Reader reader;
  reader.start();
  CHECK(answer(reader, 0) == Type4Progress::more);
  CHECK(answer(reader, 0) == Type4Progress::more);
  return reader;
}

}  // namespace

TEST_CASE("a file is read with the APDUs of the Type 4 Tag specification, in parts") {
  Type4Reader reader;
  reader.start();
  CHECK(next_of(reader) == "00a4040007d276000085010100");
  CHECK(answer(reader, 0) == Type4Progress::more);
  CHECK(next_of(reader) == "00a4000c02e104");
  CHECK(answer(reader, 0) == Type4Progress::more);
  CHECK(next_of(reader) == "00b000003b");
  CHECK(answer(reader, 59) == Type4Progress::more);
  CHECK(next_of(reader) == "00b0003b2b");
  CHECK(answer(reader, 43) == Type4Progress::whole);
  CHECK(reader.message().size == 100);
}

TEST_CASE("a message that came with the first part needs no second, and an empty one is whole") {
  for (const size_t nlen : {size_t{0}, size_t{1}, size_t{57}}) {
    Type4Reader reader = at_the_file();
    CHECK(answer(reader, 59, "9000", nlen) == Type4Progress::whole);
    CHECK(reader.message().size == nlen);
  }
}

TEST_CASE("a part that is shorter or longer than asked for is spoilt, a first one that is shorter another card's") {
  for (const size_t bytes : {size_t{0}, size_t{42}, size_t{44}, size_t{200}}) {
    CAPTURE(bytes);
    Type4Reader reader = at_the_file();
    CHECK(answer(reader, 59) == Type4Progress::more);
    CHECK(answer(reader, bytes) == Type4Progress::spoilt);
  }
  Type4Reader reader = at_the_file();
  CHECK(answer(reader, 20) == Type4Progress::not_ours);
}

TEST_CASE("a message longer than the file of an NTAG 424 DNA is another card's") {
  for (const size_t nlen : {size_t{255}, size_t{0xffff}}) {
    Type4Reader reader = at_the_file();
    CHECK(answer(reader, 59, "9000", nlen) == Type4Progress::not_ours);
  }
}

TEST_CASE("a status word of refusal is the card's own word that it is none of ours; no status word is none") {
  for (const char* status : {"6a82", "6700", "6982", "6282", "9001", "0000"}) {
    Type4Reader reader;
    reader.start();
    CHECK(answer(reader, 0, status) == Type4Progress::not_ours);
  }
  Type4Reader reader;
  reader.start();
  CHECK(answer(reader, 0, "") == Type4Progress::spoilt);
  CHECK(answer(reader, 0, "90") == Type4Progress::spoilt);
}
