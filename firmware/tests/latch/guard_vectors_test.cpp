// guard.json, the latch: what it does with commands in time. packages/protocol/vectors/README.md says how a case is played.
#include <doctest/doctest.h>

#include "sodium_crypto.hpp"
#include "support/latch_bench.hpp"
#include "support/signed.hpp"

using namespace sl;
using namespace sl::test;

namespace {

linux_port::SodiumCrypto crypto;

Json play(Bench& latch, const Json& device, const Json& step) {
  if (step.contains("tap")) {
    Presented tap{};
    REQUIRE(tap.nonce.assign(view(unhex(step["tap"]))));
    tap.credential.uid_size = 4;
    return latch.send(LatchEvent::tapped(tap));
  }
  if (step.contains("bolt")) {
    return latch.send(LatchEvent::bolt_at(step["bolt"] == "locked" ? BoltTarget::locked : BoltTarget::unlocked));
  }
  Arrived arrived;
  arrived.opened = open<Command>(crypto, device, unhex(step["command"]));
  arrived.topic_op = arrived.opened.ok ? arrived.opened.message.op : Op::unlock;
  arrived.retained = step.value("retained", false);
  arrived.fresh.assign(view(unhex(step.value("fresh", std::string(32, '0')))));
  return latch.send(LatchEvent::commanded(arrived));
}

}  // namespace

TEST_CASE("guard.json: the latch") {
  const Json& device = read_vectors("guard")["latch"];
  for (const Json& played : device["cases"]) {
    CAPTURE(std::string(played["name"]));
    Bench latch;
    latch.now_ms = 0;
    REQUIRE(latch.state.boot.assign(view(unhex(device["boot"]))));
    latch.send(LatchEvent::link(true));
    latch.send(LatchEvent::booted(BoltPosition::locked, false));
    for (const Json& step : played["steps"]) {
      CAPTURE(Ms(step["atMs"]));
      latch.now_ms = step["atMs"];
      const Json effects = play(latch, device, step);
      if (step.contains("tap")) continue;
      CHECK(said(effects) == step["result"]);
      if (step.contains("moves")) CHECK((driven(effects) == "unlocked") == step["moves"]);
      if (step.contains("nonce")) CHECK(result_in(effects)["nonce"]["hex"] == step["nonce"]);
    }
  }
}
