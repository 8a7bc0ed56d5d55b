#include "upkeep.hpp"

#include <doctest/doctest.h>

#include "ports/temporary_folder.hpp"
#include "ports/test_identity.hpp"
#include "support/pn532_bench.hpp"

using namespace sl;
using namespace sl::linux_port;

namespace {

constexpr int answer_deadline_ms = 10'000;

/// A board whose enrolment port is not there.
struct World {
  explicit World(int64_t wall_s) : wall(folder.path(), wall_s) { state.save(identity); }

  UpkeepNews next() {
    REQUIRE(upkeep.poll().kind == UpkeepNews::Kind::nothing);  // asks
    for (;;) {
      std::vector<pollfd> waiting;
      upkeep.watch(waiting);
      REQUIRE(poll(waiting.data(), waiting.size(), answer_deadline_ms) == 1);
      const UpkeepNews news = upkeep.poll();
      if (news.kind != UpkeepNews::Kind::nothing) return news;
    }
  }
  bool asks() {
    upkeep.poll();
    std::vector<pollfd> waiting;
    upkeep.watch(waiting);
    return poll(waiting.data(), waiting.size(), 200) == 1;
  }

  test::TemporaryFolder folder;
  StateFolder state{folder.path()};
  Identity identity = identity_of(test::enrolled(state.key()));
  WallClock wall;
  test::ManualClock clock;
  Upkeep upkeep{state, identity, wall, clock};
};

}  // namespace

TEST_CASE("a board that wants nothing asks nobody") {
  World world(test::now_s);
  CHECK_FALSE(world.asks());
}

TEST_CASE("keys are asked for at most every five seconds, and what went wrong is said") {
  World world(test::now_s);
  world.upkeep.want_secrets();
  const UpkeepNews news = world.next();
  CHECK(news.kind == UpkeepNews::Kind::failed);
  CHECK(news.problem.find("nothing listens there") != std::string::npos);
  world.upkeep.want_secrets();
  world.clock.ms += limits::secrets_interval_ms - 1;
  CHECK_FALSE(world.asks());
  world.clock.ms += 1;
  CHECK(world.next().kind == UpkeepNews::Kind::failed);
}

TEST_CASE("a certificate that is due, or that the broker does not believe, is renewed") {
  // Beyond what the machine's own clock says, so that the floor is the time.
  World due(4'000'000'000);
  CHECK(due.next().kind == UpkeepNews::Kind::failed);
  due.upkeep.want_certificate();
  CHECK_FALSE(due.asks());
  due.clock.ms += 60'000;
  CHECK(due.next().kind == UpkeepNews::Kind::failed);
}
