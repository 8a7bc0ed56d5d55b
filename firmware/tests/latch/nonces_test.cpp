#include "sl/latch/nonces.hpp"

#include <doctest/doctest.h>

#include "support/latch_bench.hpp"

using namespace sl;
using namespace sl::test;

namespace {

Nonces filled(int count, NonceFrom from = NonceFrom::tap) {
  Nonces nonces;
  for (int i = 1; i <= count; ++i) add_nonce(nonces, 0, id(i), from);
  return nonces;
}

bool holds(Nonces& nonces, int nonce) { return find_nonce(nonces, id(nonce)) != nullptr; }

}  // namespace

TEST_SUITE("the nonce table") {
  TEST_CASE("refuses a ninth tap, or a challenge, rather than evict an open tap") {
    Nonces nonces = filled(8);
    CHECK_FALSE(add_nonce(nonces, 1, id(9), NonceFrom::tap));
    CHECK_FALSE(add_nonce(nonces, 1, id(9), NonceFrom::challenge));
    CHECK(nonces.size() == 8);
  }

  TEST_CASE("gives the place of an expired nonce first") {
    Nonces nonces = filled(1);
    for (int i = 11; i < 18; ++i) add_nonce(nonces, 20'000, id(i), NonceFrom::tap);
    CHECK_FALSE(add_nonce(nonces, 20'000, id(9), NonceFrom::tap));
    CHECK(add_nonce(nonces, 20'001, id(9), NonceFrom::tap));
    CHECK_FALSE(holds(nonces, 1));
  }

  TEST_CASE("gives the place of a used nonce before that of an open challenge") {
    Nonces nonces = filled(1, NonceFrom::challenge);
    for (int i = 11; i < 18; ++i) add_nonce(nonces, 0, id(i), NonceFrom::tap);
    find_nonce(nonces, id(13))->used_by = id(200);
    find_nonce(nonces, id(13))->result = CommandResult{};
    CHECK(add_nonce(nonces, 1, id(9), NonceFrom::tap));
    CHECK_FALSE(holds(nonces, 13));
    CHECK(add_nonce(nonces, 1, id(10), NonceFrom::tap));
    CHECK_FALSE(holds(nonces, 1));
  }

  TEST_CASE("never gives the place of a command that still moves the bolt") {
    Nonces nonces = filled(8);
    find_nonce(nonces, id(3))->used_by = id(200);
    CHECK_FALSE(add_nonce(nonces, 1, id(9), NonceFrom::tap));
  }

  TEST_CASE("holds at most two challenges, the newest") {
    Nonces nonces = filled(3, NonceFrom::challenge);
    CHECK(nonces.size() == 2);
    CHECK(holds(nonces, 2));
    CHECK(holds(nonces, 3));
  }
}
