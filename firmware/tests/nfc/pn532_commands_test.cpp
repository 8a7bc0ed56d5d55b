#include "sl/nfc/pn532_commands.hpp"

#include <doctest/doctest.h>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

namespace {

Status read(const std::string& bytes, Pn532Targets& targets) {
  const Memory memory = unhex(bytes);
  return pn532_read_targets(view(memory), targets);
}

}  // namespace

TEST_CASE("cards are read with numbers of 4, 7 and 10 bytes") {
  Pn532Targets targets;
  REQUIRE(read("01010004080404a1b2c3", targets) == Status::ok);
  CHECK(targets.count == 1);
  CHECK_FALSE(targets.iso_dep);
  CHECK(hex(ByteView(targets.uid).from(0, targets.uid_size)) == "04a1b2c3");
  REQUIRE(read("0101034420070401020304050606777771" "0280", targets) == Status::ok);
  CHECK(targets.iso_dep);
  CHECK(hex(ByteView(targets.uid).from(0, targets.uid_size)) == "04010203040506");
  REQUIRE(read("01010344000a" "00112233445566778899", targets) == Status::ok);
  CHECK(targets.uid_size == 10);
}

TEST_CASE("of no card and of two cards only the count is taken") {
  Pn532Targets targets;
  REQUIRE(read("00", targets) == Status::ok);
  CHECK(targets.count == 0);
  REQUIRE(read("02010004080404a1b2c3020004080404a1b2c4", targets) == Status::ok);
  CHECK(targets.count == 2);
  CHECK(targets.uid_size == 0);
}

TEST_CASE("an answer that cannot be is refused") {
  Pn532Targets targets;
  for (const char* bytes : {"", "03", "ff", "0000", "01", "0101000408", "01010004080504a1b2c3d4", "01010004080004",
                            "010100040804" "04a1b2", "01010004080404a1b2c3ff", "010103442004" "04a1b2c303",
                            "0101034420ff04a1b2c3"}) {
    CAPTURE(bytes);
    CHECK(read(bytes, targets) == Status::malformed);
  }
}

TEST_CASE("only a PN532 is taken for one") {
  CHECK(pn532_is_pn532(view(unhex("32010607"))));
  CHECK_FALSE(pn532_is_pn532(view(unhex("33010607"))));
  CHECK_FALSE(pn532_is_pn532(view(unhex("320106"))));
}

TEST_CASE("an exchange with any mark in its status is a failure") {
  CHECK(hex(pn532_read_exchange(view(unhex("009000")))) == "9000");
  for (const char* bytes : {"", "01", "0b9000", "409000", "809000", "27"}) {
    CAPTURE(bytes);
    CHECK(pn532_read_exchange(view(unhex(bytes))).empty());
  }
}
