#include "sl/camera/captures.hpp"

#include "camera/camera_world.hpp"
#include "sodium_crypto.hpp"

using namespace sl;
using namespace sl::test;

namespace {

linux_port::SodiumCrypto crypto;

CommandKeys keys_of(const Json& device) {
  CommandKeys keys;
  for (const Json& slot : device["keys"]) {
    CommandKey key;
    REQUIRE(key.kid.assign(view(unhex(slot["kid"]))));
    REQUIRE(key.public_key.assign(view(unhex(slot["publicKey"]))));
    REQUIRE(keys.add(key));
  }
  return keys;
}

/// What is said of this command: "ok", the reason of a refusal, or "none".
std::string said_of(CameraWorld& camera, const Opened<Command>& opened, bool retained) {
  camera.done();
  const CameraCommand arrived{opened.ok ? opened.message.op : Op::capture, opened, retained};
  camera.take(CameraEvent::commanded(arrived, camera.keys));
  camera.take(CameraEvent::keys_are(camera.keys));
  if (wants_pictures(camera.state)) {
    camera.see(hall());
    camera.see(hall());
    camera.delivered();
  }
  for (const std::string& line : camera.done()) {
    if (line.rfind("result ok", 0) == 0) return "ok";
    if (line.rfind("refused ", 0) == 0) return line.substr(8, line.find(' ', 8) - 8);
  }
  return "none";
}

}  // namespace

TEST_CASE("guard.json: the camera") {
  const Json& guard = read_vectors("guard")["camera"];
  const CommandKeys keys = keys_of(guard);
  const DeviceId self = device_id(guard["self"]);
  for (const Json& each : guard["cases"]) {
    const std::string name = each["name"];
    CAPTURE(name);
    CameraWorld camera;
    camera.keys.clear();
    for (const std::string latch : guard["pairedWith"]) camera.keys.add({device_id(latch), 1, {}});
    for (const Json& step : each["steps"]) {
      camera.now = step["atMs"];
      CAPTURE(camera.now);
      static Downlink message;
      message.assign(view(unhex(step["command"])));
      const Opened<Command> opened = open_command(crypto, keys, self, message);
      CHECK(said_of(camera, opened, step.value("retained", false)) == step["result"]);
    }
  }
}

TEST_CASE("a wake begins the life of its nonce") {
  CameraWorld camera;
  camera.wake(1);
  Command command = capture_command(1);
  command.ttl_ms = 10'000;
  camera.see_until_chosen(hall());
  camera.delivered();
  camera.done();
  camera.now = 1'000 + 10'001;
  camera.command(command);
  CHECK(camera.done() == Lines{"refused expired 1", "result expired"});
}

TEST_CASE("the same capture again: nothing while it is under way, then the same result") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.done();
  camera.command(capture_command(1));
  CHECK(camera.done().empty());
  camera.see_until_chosen(hall_in_light(0.05));
  camera.done();
  camera.command(capture_command(1));
  CHECK(camera.done() == Lines{"result low_quality"});
  CHECK(camera.log.results[0].ended_ms == camera.log.results[1].ended_ms);
  CHECK(camera.log.results[1].measures.luma == camera.log.results[0].measures.luma);
}

TEST_CASE("of nine nonces the oldest is forgotten") {
  HeardNonces heard;
  for (uint8_t seed = 1; seed <= 9; ++seed) note_nonce(heard, seed, id16(seed));
  CHECK(heard.size() == limits::camera_nonces);
  CHECK(heard[0].nonce == id16(2));
  CHECK(note_nonce(heard, 100, id16(9)).since_ms == 9);
}

TEST_CASE("a pairing younger than the keys: they are asked for once before the refusal") {
  CameraWorld camera;
  camera.command(capture_command(1, 1, latch_b));
  CHECK(camera.done() == Lines{"refresh_keys"});
  camera.keys.add({device_id(latch_b), 1, {}});
  camera.now += 50;
  camera.take(CameraEvent::keys_are(camera.keys));
  CHECK(camera.done() == Lines{"verified capture 1", "look 1"});
  CHECK(camera.state.jobs[0].verified_ms == 50);
}

TEST_CASE("a latch that is not paired after all is no_attempt, and more strangers than can wait at once") {
  CameraWorld camera;
  camera.command(capture_command(1, 1, latch_b));
  camera.command(capture_command(2, 1, latch_b));
  camera.command(capture_command(3, 1, latch_b));
  CHECK(camera.done() == Lines{"refresh_keys", "refresh_keys", "refused no_attempt 3", "result no_attempt"});
  camera.take(CameraEvent::keys_are(camera.keys));
  CHECK(camera.done() ==
        Lines{"refused no_attempt 1", "result no_attempt", "refused no_attempt 2", "result no_attempt"});
}

TEST_CASE("an unlock is refused, but a camera has no topic to say so on; a reboot has one") {
  CameraWorld camera;
  Command command = capture_command(1);
  command.op = Op::unlock;
  camera.command(command);
  CHECK(camera.done() == Lines{"refused wrong_device 1"});
  command.op = Op::reboot;
  camera.command(command);
  CHECK(camera.done() == Lines{"refused wrong_device 1", "result wrong_device"});
}

TEST_CASE("refusals that cannot name their command are reported once a second, under a command id of zeros") {
  CameraWorld camera;
  camera.garbage(Reason::bad_signature);
  camera.garbage(Reason::unknown_key);
  CHECK(camera.done() == Lines{"refused bad_signature", "result bad_signature", "refused unknown_key"});
  CHECK(camera.log.results[0].command_id == Id16{});
  camera.now += limits::stray_result_ms;
  camera.garbage(Reason::wrong_device);
  CHECK(camera.done() == Lines{"refused wrong_device", "result wrong_device"});
}
