#include "sl/camera/step.hpp"

#include "camera/camera_world.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("a capture: verified, the lens wakes, the picture leaves, the result follows its arrival") {
  CameraWorld camera;
  camera.command(capture_command(7, 3));
  CHECK(camera.done() == Lines{"verified capture 7", "look 3"});
  camera.see(hall());
  CHECK(camera.state.phase == CameraPhase::settling);
  camera.now += 66;
  camera.see(hall());
  CHECK(camera.done() == Lines{"frame 3 a"});
  CHECK(camera.state.phase == CameraPhase::sending);
  CHECK(camera.log.held == 0);
  camera.now += 40;
  camera.delivered();
  CHECK(camera.done() == Lines{"result ok sent"});
  CHECK(camera.log.results[0].ended_ms == 106);
  CHECK(camera.state.phase == CameraPhase::resting);
}

TEST_CASE("a wake of the latch: the picture leaves before any command, and nobody is told a result") {
  CameraWorld camera;
  camera.wake(5);
  camera.see_until_chosen(hall());
  camera.delivered();
  CHECK(camera.done() == Lines{"look 5", "frame 5 a"});
}

TEST_CASE("a picture from before the tap is not looked at") {
  CameraWorld camera;
  const Scene scene = hall();
  camera.command(capture_command(1));
  ++camera.log.held;
  camera.take(CameraEvent::sees(scene.at(camera.now - 1)));
  CHECK(camera.log.held == 0);
  CHECK(camera.state.look.before_size == 0);
}

TEST_CASE("the exposure settles before a picture counts") {
  CameraWorld camera;
  camera.command(capture_command(1));
  for (const double light : {0.1, 0.3, 0.6, 0.9}) {
    camera.see(hall_in_light(light));
    camera.now += 66;
    CHECK(camera.state.phase == CameraPhase::settling);
  }
  camera.see(hall_in_light(0.9));
  CHECK(camera.log.frames.size() == 1);
  CHECK(camera.log.held == 0);
}

TEST_CASE("light that never settles is waited for 600 ms and no longer") {
  CameraWorld camera;
  camera.command(capture_command(1));
  bool bright = false;
  const ClockMs began = camera.now;
  while (camera.log.frames.empty() && camera.now < began + 2'000) {
    camera.see(hall_in_light(bright ? 1.2 : 0.5));
    bright = !bright;
    camera.now += 66;
  }
  CHECK(camera.log.frames.size() == 1);
  CHECK(camera.now - began <= limits::settle_ms + 4 * 66);
}

TEST_CASE("while something moves, the best of three leaves") {
  CameraWorld camera;
  camera.command(capture_command(1));
  const auto person_at = [](int at) {
    return scene_of([=](int x, int y) { return x >= at && x < at + 8 ? 60 + y % 9 * 9 : hall_point(x, y); });
  };
  camera.see(person_at(0));
  for (const int at : {20, 24, 60}) {
    camera.now += 66;
    camera.see(person_at(at));
  }
  REQUIRE(camera.log.frames.size() == 1);
  CHECK(camera.log.frames[0] == person_at(24).points);
  CHECK(camera.log.held == 0);
}

TEST_CASE("three dark pictures are low_quality with what was measured, and nothing is sent") {
  CameraWorld camera;
  camera.command(capture_command(9));
  camera.see_until_chosen(hall_in_light(0.05));
  CHECK(camera.done() == Lines{"verified capture 9", "look 1", "poor too_dark", "result low_quality"});
  const ResultMessage message = result_message(camera.log.results[0]);
  CHECK_FALSE(message.ok);
  CHECK(str(message.reason.value) == "low_quality");
  REQUIRE(message.measured.present);
  CHECK(str(message.measured.value[0].name) == "luma");
  CHECK(message.measured.value[0].value < limits::luma_min);
  CHECK(camera.log.held == 0);
  CHECK(camera.state.phase == CameraPhase::resting);
}

TEST_CASE("a woken camera that sees only darkness says nothing, and looks again when it is asked") {
  CameraWorld camera;
  camera.wake(1);
  camera.see_until_chosen(hall_in_light(0.05));
  CHECK(camera.done() == Lines{"look 1", "poor too_dark"});
  camera.command(capture_command(1));
  camera.see_until_chosen(hall());
  CHECK(camera.done() == Lines{"verified capture 1", "look 1", "frame 1 a"});
}

TEST_CASE("one good picture among poor ones is the one that leaves") {
  CameraWorld camera;
  camera.command(capture_command(1));
  const Scene sharp = hall_blurred(1);
  for (const Scene& scene : {hall_blurred(5), hall_blurred(5), sharp, hall_blurred(5)}) {
    camera.see(scene);
    camera.now += 66;
  }
  REQUIRE(camera.log.frames.size() == 1);
  CHECK(camera.log.frames[0] == sharp.points);
  CHECK(camera.log.held == 0);
}

TEST_CASE("a lens that gives nothing is blind after 1.5 s: no frame, no result") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.pass(limits::capture_ms - 1);
  CHECK(camera.done() == Lines{"verified capture 1", "look 1"});
  CHECK(next_deadline_ms(camera.state).value <= camera.now + 1);
  camera.pass(1);
  CHECK(camera.done() == Lines{"blind"});
  camera.command(capture_command(1));
  CHECK(camera.done().empty());
}

TEST_CASE("a lens slower than the deadline still gets its one picture sent") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.now += 700;
  camera.see(hall());
  camera.now += 799;
  CHECK(camera.log.frames.size() == 1);
}

TEST_CASE("a frame that does not arrive is given up after 10 s, and that is its result") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.see_until_chosen(hall());
  camera.done();
  camera.pass(limits::frame_life_ms);
  CHECK(camera.done() == Lines{"rest"});
  camera.pass(1);
  CHECK(camera.done() == Lines{"result ok given_up"});
}

TEST_CASE("a picture that cannot be sent ends its capture in silence, and the next one begins") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.command(capture_command(2));
  camera.log.can_send = false;
  camera.see_until_chosen(hall());
  CHECK(camera.done() == Lines{"verified capture 1", "look 1", "verified capture 2", "look 1"});
  CHECK(camera.log.held == 0);
}

TEST_CASE("two doors at once: one picture after the other, each for its own tap") {
  CameraWorld camera;
  camera.keys.add({device_id(latch_b), 1, {}});
  camera.command(capture_command(1, 1, latch_a));
  camera.command(capture_command(2, 2, latch_b));
  camera.see_until_chosen(hall());
  camera.delivered();
  camera.see_until_chosen(hall_moved(3));
  camera.delivered();
  CHECK(camera.done() == Lines{"verified capture 1", "look 1", "verified capture 2", "frame 1 a", "result ok sent",
                               "look 2", "frame 2 b", "result ok sent"});
}

TEST_CASE("more pictures than can wait: the oldest that waits is dropped, the newest is taken") {
  CameraWorld camera;
  for (uint8_t nonce = 1; nonce <= limits::capture_jobs + 1; ++nonce) camera.wake(nonce);
  CHECK(camera.state.jobs.size() == limits::capture_jobs);
  CHECK(camera.state.jobs[0].nonce == id16(1));
  CHECK(camera.state.jobs[1].nonce == id16(3));
}

TEST_CASE("what waited behind a frame for longer than an attempt lives is given up") {
  CameraWorld camera;
  camera.command(capture_command(1));
  camera.see_until_chosen(hall());
  camera.command(capture_command(2));
  camera.done();
  camera.pass(limits::frame_life_ms + 70);
  CHECK(camera.done() == Lines{"result ok given_up", "result ok given_up", "rest"});
}

TEST_CASE("the lens stays awake for 10 s after a picture") {
  CameraWorld camera;
  camera.wake(1);
  camera.see_until_chosen(hall());
  camera.delivered();
  camera.done();
  CHECK(next_deadline_ms(camera.state).value == camera.now + limits::lens_linger_ms);
  camera.pass(limits::lens_linger_ms - 1);
  CHECK(camera.done().empty());
  camera.pass(1);
  CHECK(camera.done() == Lines{"rest"});
  CHECK_FALSE(next_deadline_ms(camera.state).present);
}
