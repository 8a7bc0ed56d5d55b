#include "sl/camera/gate.hpp"

#include <doctest/doctest.h>

#include "camera/scenes.hpp"

using namespace sl;
using namespace sl::test;

namespace {

Measures measures_of(const Scene& scene) { return measure(scene.at(0), {}); }
Measures measures_of(const Scene& scene, const Scene& before) { return measure(scene.at(0), view(before.points)); }
std::string fault_of(const Measures& measures) { return str(name_of(judge_picture(measures))); }

}  // namespace

TEST_CASE("a sharp picture in daylight has no fault and need not be bettered") {
  const Measures measures = measures_of(hall(), hall());
  CHECK(fault_of(measures) == "none");
  CHECK(measures.motion == 0);
  CHECK(is_good_at_once(measures));
}

TEST_CASE("focus does not depend on light and contrast") {
  const int by_day = measures_of(hall()).focus;
  for (const double factor : {0.15, 0.3, 0.6, 1.2}) {
    CAPTURE(factor);
    CHECK(std::abs(measures_of(hall_in_light(factor)).focus - by_day) < 100);
  }
}

TEST_CASE("focus falls with every step of blur, and a lens out of focus is refused") {
  uint16_t last = measures_of(hall()).focus;
  for (const int times : {1, 2, 3, 4}) {
    const uint16_t focus = measures_of(hall_blurred(times)).focus;
    CAPTURE(times);
    CHECK(focus < last);
    last = focus;
  }
  CHECK(fault_of(measures_of(hall_blurred(1))) == "none");
  CHECK(fault_of(measures_of(hall_blurred(4))) == "blurred");
}

TEST_CASE("a covered lens shows nothing, however sharp its noise") {
  CHECK(measures_of(covered()).focus == 0);
  CHECK(fault_of(measures_of(covered())) == "blurred");
}

TEST_CASE("a dark hall and glare are refused by name, darkness before blur") {
  CHECK(fault_of(measures_of(hall_in_light(0.05))) == "too_dark");
  CHECK(fault_of(measures_of(hall_in_light(0.1))) == "none");
  CHECK(fault_of(measures_of(hall_in_light(1, 150))) == "too_bright");
  CHECK(fault_of(measures_of(hall_in_light(0))) == "too_dark");
}

TEST_CASE("each limit is refused beyond and kept at it") {
  const Measures good{100, 600, 0};
  const auto fault = [&](auto change) {
    Measures measures = good;
    change(measures);
    return fault_of(measures);
  };
  CHECK(fault([](Measures& m) { m.luma = limits::luma_min; }) == "none");
  CHECK(fault([](Measures& m) { m.luma = limits::luma_min - 1; }) == "too_dark");
  CHECK(fault([](Measures& m) { m.luma = limits::luma_max; }) == "none");
  CHECK(fault([](Measures& m) { m.luma = limits::luma_max + 1; }) == "too_bright");
  CHECK(fault([](Measures& m) { m.focus = limits::focus_min; }) == "none");
  CHECK(fault([](Measures& m) { m.focus = limits::focus_min - 1; }) == "blurred");
  CHECK(fault([](Measures& m) { m.motion = limits::motion_max; }) == "none");
  CHECK(fault([](Measures& m) { m.motion = limits::motion_max + 1; }) == "moved");
}

TEST_CASE("a camera that was turned has moved, a lamp that was lit has not") {
  CHECK(measures_of(hall_moved(5), hall()).motion > limits::motion_max);
  CHECK(measures_of(hall_in_light(1.2), hall()).motion == 0);
  CHECK(measures_of(hall(), hall_in_light(0)).motion == 0);
  CHECK(measures_of(hall(), Scene{{1, 2, 3}}).motion == 0);
}

TEST_CASE("somebody who walks through the door moves less than the limit") {
  const Scene person = scene_of([](int x, int y) { return x >= 32 && x < 48 && y > 20 ? 60 : hall_point(x, y); });
  const uint16_t motion = measures_of(person, hall()).motion;
  CHECK(motion > limits::motion_still);
  CHECK(motion < limits::motion_max);
}

TEST_CASE("what is no whole picture is not judged") {
  Scene scene = hall();
  CHECK(is_usable(scene.at(0)));
  Picture other = scene.at(0);
  other.luma_height -= 1;
  CHECK_FALSE(is_usable(other));
  other = scene.at(0);
  other.luma = {};
  CHECK_FALSE(is_usable(other));
  const Memory png{0x89, 'P', 'N', 'G'}, stub{0xff, 0xd8};
  for (const Memory& bytes : {png, stub, Memory{}, Memory(limits::jpeg_bytes + 1, 0xff)}) {
    other = scene.at(0);
    other.jpeg = view(bytes);
    CHECK_FALSE(is_usable(other));
  }
}

TEST_CASE("a picture of one point is measured without looking beside it") {
  const uint8_t point = 200;
  const Memory jpeg{0xff, 0xd8, 0xff};
  const Picture picture{view(jpeg), {&point, 1}, 1, 1, 0};
  const Measures measures = measure(picture, {&point, 1});
  CHECK(measures.luma == 200);
  CHECK(measures.focus == 0);
}
