// Pictures as the gate sees them: 80 x 60 points of a hall, a person, darkness.
#pragma once
#include <cmath>
#include <cstdint>

#include "sl/camera/gate.hpp"
#include "support/vectors.hpp"

namespace sl::test {

constexpr uint16_t scene_width = 80, scene_height = 60;

/// A point of a scene with edges of all directions, 40..200.
inline int hall_point(int x, int y) {
  const bool is_door = x > 30 && x < 50 && y > 10;
  const bool is_tile = (x / 5 + y / 5) % 2 == 0;
  const double light = 30 * std::sin(x * 0.7) * std::cos(y * 0.9);
  return static_cast<int>((is_door ? 160 : 100) + (is_tile ? 20 : -20) + light);
}

struct Scene {
  Memory points;
  Memory jpeg = {0xff, 0xd8, 0xff, 0xe0, 1, 2, 3};

  Picture at(ClockMs taken_ms) const { return {view(jpeg), view(points), scene_width, scene_height, taken_ms, 0}; }
};

template <class Point>
Scene scene_of(Point point) {
  Scene scene;
  for (int y = 0; y < scene_height; ++y) {
    for (int x = 0; x < scene_width; ++x) {
      const int value = point(x, y);
      scene.points.push_back(static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value));
    }
  }
  return scene;
}

inline Scene hall() { return scene_of(hall_point); }
/// The same hall in other light.
inline Scene hall_in_light(double factor, int offset = 0) {
  return scene_of([=](int x, int y) { return static_cast<int>(hall_point(x, y) * factor) + offset; });
}
/// The camera turned by some points.
inline Scene hall_moved(int by) {
  return scene_of([=](int x, int y) { return hall_point(x + by, y); });
}
/// So many times the mean over 3 x 3 points.
inline Scene hall_blurred(int times) {
  std::vector<int> points(scene_width * scene_height);
  const auto at = [&](int x, int y) -> int& { return points[static_cast<size_t>(y * scene_width + x)]; };
  for (int y = 0; y < scene_height; ++y) {
    for (int x = 0; x < scene_width; ++x) at(x, y) = hall_point(x, y);
  }
  for (; times > 0; --times) {
    const std::vector<int> sharp = points;
    for (int y = 1; y + 1 < scene_height; ++y) {
      for (int x = 1; x + 1 < scene_width; ++x) {
        int sum = 0;
        for (int i = 0; i < 9; ++i) sum += sharp[static_cast<size_t>((y + i / 3 - 1) * scene_width + x + i % 3 - 1)];
        at(x, y) = sum / 9;
      }
    }
  }
  return scene_of(at);
}
/// A covered lens: one grey, and a little noise.
inline Scene covered() {
  return scene_of([](int x, int y) { return 90 + (x * 7 + y * 13) % 11 / 10; });
}

}  // namespace sl::test
