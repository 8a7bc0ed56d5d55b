#include "sl/settings/settings.hpp"

#include <doctest/doctest.h>

#include "settings/signer.hpp"
#include "sodium_crypto.hpp"
#include "support/fake_flash.hpp"
#include "support/signed.hpp"

using namespace sl;
using namespace sl::test;

namespace {

const DeviceId latch = device_id("m7vbuluf7aamru6izpc4eucdhu");

struct SettingsWorld {
  explicit SettingsWorld(Party device_kind = Party::latch) : kind(device_kind) {
    keys.add(signer.key);
    reboot();
  }

  /// RAM is gone, flash is not.
  void reboot() { records.open(); }
  Configured take(const Memory& bytes) {
    static Downlink message;
    message.assign(view(bytes));
    Settings settings(crypto, records, self, kind);
    settings.load(kept);
    const Configured became = settings.take(keys, message, wanted);
    version = settings.version();
    return became;
  }
  DesiredMessage desired(uint64_t number) const {
    DesiredMessage message;
    message.device = self;
    message.version = number;
    message.auto_relock_ms = 3'000;
    message.held_open_ms = 20'000;
    message.pairings.add({device_id("twlruwwp757ermsxxq67kdbmme"), 4});
    return message;
  }

  linux_port::SodiumCrypto crypto;
  FakeFlash flash{2, 2048};
  FlashRecords records{FlashArea(flash, 0, 2)};
  Signer signer{1};
  CommandKeys keys;
  DeviceId self = latch;
  Party kind;
  DesiredMessage wanted, kept;
  uint64_t version = 0;
};

}  // namespace

TEST_CASE("desired.json: a valid configuration is applied, an invalid one is refused with its reason") {
  for (const char* list : {"valid", "invalid"}) {
    for (const Json& vector : read_vectors("desired")[list]) {
      CAPTURE(vector.dump());
      SettingsWorld world(Party::camera);
      world.self = device_id(vector["self"]);
      world.keys = keys_of(vector);
      const Configured became = world.take(unhex(vector["bytes"]));
      CHECK(str(name_of(became)) == vector.value("reason", "applied"));
      if (became == Configured::applied) CHECK(world.version == vector["fields"]["version"]);
    }
  }
}

TEST_CASE("desired.json: a bit that flips or a byte that is missing is never applied") {
  const Json& vector = read_vectors("desired")["valid"][0];
  SettingsWorld world;
  world.keys = keys_of(vector);
  each_spoilt(unhex(vector["bytes"]), [&world](const Memory& spoilt) {
    REQUIRE((world.take(spoilt) != Configured::applied && world.version == 0));
  });
  CHECK(world.take(unhex(vector["bytes"])) == Configured::applied);
}

TEST_CASE("what was applied is there after a reboot") {
  SettingsWorld world;
  CHECK(world.take(world.signer.sign(world.desired(7))) == Configured::applied);
  CHECK(world.wanted.auto_relock_ms == 3'000);
  world.reboot();
  Settings again(world.crypto, world.records, world.self, Party::latch);
  DesiredMessage kept;
  REQUIRE(again.load(kept));
  CHECK(again.version() == 7);
  CHECK(kept.held_open_ms == 20'000);
  CHECK(kept.pairings.size() == 1);
  CHECK(kept.pairings[0].epoch == 4);
}

TEST_CASE("an older version is refused, over a reboot too; the same one again is not") {
  SettingsWorld world;
  CHECK(world.take(world.signer.sign(world.desired(7))) == Configured::applied);
  world.reboot();
  CHECK(world.take(world.signer.sign(world.desired(6))) == Configured::replayed);
  const size_t spent = world.flash.spent;
  CHECK(world.take(world.signer.sign(world.desired(7))) == Configured::applied);
  CHECK(world.flash.spent == spent);
  CHECK(world.take(world.signer.sign(world.desired(8))) == Configured::applied);
  CHECK(world.version == 8);
}

TEST_CASE("a latch refuses waits that it cannot keep, and what it has stays") {
  SettingsWorld world;
  CHECK(world.take(world.signer.sign(world.desired(1))) == Configured::applied);
  DesiredMessage message = world.desired(2);
  message.auto_relock_ms = limits::latch_wait_ms_min - 1;
  CHECK(world.take(world.signer.sign(message)) == Configured::out_of_range);
  message = world.desired(2);
  message.held_open_ms = 0;
  CHECK(world.take(world.signer.sign(message)) == Configured::out_of_range);
  CHECK(world.version == 1);
  CHECK(world.kept.version == 1);
}

TEST_CASE("a camera has no waits, so none is out of range") {
  SettingsWorld world(Party::camera);
  DesiredMessage message = world.desired(2);
  message.auto_relock_ms = message.held_open_ms = 0;
  CHECK(world.take(world.signer.sign(message)) == Configured::applied);
}

TEST_CASE("signed as a command, for another door or with another key, it is refused with its own reason") {
  SettingsWorld world;
  CHECK(world.take(world.signer.sign(world.desired(1), "sl1-cmd")) == Configured::bad_signature);
  CHECK(world.take(Signer(2).sign(world.desired(1))) == Configured::unknown_key);
  DesiredMessage other = world.desired(1);
  other.device = device_id("twlruwwp757ermsxxq67kdbmme");
  CHECK(world.take(world.signer.sign(other)) == Configured::wrong_device);
}

TEST_CASE("what cannot be kept is not applied") {
  SettingsWorld world;
  world.flash.broken = {0, 1};
  CHECK(world.take(world.signer.sign(world.desired(1))) == Configured::not_stored);
  CHECK(world.version == 0);
}

TEST_CASE("the largest configuration of the schema can be kept") {
  SettingsWorld world;
  DesiredMessage message = world.desired(limits::count_max);
  message.auto_relock_ms = message.held_open_ms = limits::configured_ms_max;
  message.issued_at_ms = limits::count_max;
  message.pairings.clear();
  while (message.pairings.add({latch, limits::count_max})) {
  }
  CHECK(world.take(world.signer.sign(message)) == Configured::applied);
}

TEST_CASE("what another device left in this flash is nothing to this one") {
  SettingsWorld world;
  CHECK(world.take(world.signer.sign(world.desired(9))) == Configured::applied);
  DesiredMessage kept;
  Settings other(world.crypto, world.records, device_id("twlruwwp757ermsxxq67kdbmme"), Party::latch);
  CHECK_FALSE(other.load(kept));
  CHECK(other.version() == 0);
}

TEST_CASE("a power cut while a configuration is stored leaves the old one or the new one") {
  SettingsWorld before;
  REQUIRE(before.take(before.signer.sign(before.desired(1))) == Configured::applied);
  const Memory newer = before.signer.sign(before.desired(2));
  for (size_t cut = 0; cut < 200; ++cut) {
    SettingsWorld world;
    world.flash.bytes = before.flash.bytes;
    world.reboot();
    world.flash.cut_after(cut);
    const bool was_applied = world.take(newer) == Configured::applied;
    world.flash.power_on();
    world.reboot();
    Settings again(world.crypto, world.records, world.self, Party::latch);
    DesiredMessage kept;
    REQUIRE(again.load(kept));
    REQUIRE((again.version() == 2 || (again.version() == 1 && !was_applied)));
  }
}
