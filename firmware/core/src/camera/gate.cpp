#include "sl/camera/gate.hpp"

namespace sl {

namespace {

constexpr uint8_t jpeg_start[] = {0xff, 0xd8, 0xff};

uint32_t magnitude(int value) { return static_cast<uint32_t>(value < 0 ? -value : value); }

uint8_t mean_of(ByteView points) {
  uint32_t sum = 0;
  for (const uint8_t point : points) sum += point;
  return static_cast<uint8_t>(sum / points.size);
}

uint16_t per_mille(uint32_t part, uint32_t whole) {
  return static_cast<uint16_t>(whole == 0 ? 0 : uint64_t{1000} * part / whole);
}

/// Blur takes second differences away faster than first ones; light and contrast scale both alike.
uint16_t focus_of(const Picture& picture) {
  const size_t width = picture.luma_width;
  uint32_t first = 0, second = 0;
  for (size_t y = 1; y + 1 < picture.luma_height; ++y) {
    const uint8_t* row = picture.luma.data + y * width;
    for (size_t x = 1; x + 1 < width; ++x) {
      const int left = row[x - 1], right = row[x + 1], up = *(row + x - width), down = row[x + width];
      first += magnitude(right - left) + magnitude(down - up);
      second += magnitude(4 * row[x] - left - right - up - down);
    }
  }
  // A covered lens gives noise alone, and noise is sharp.
  const bool is_blank = first < limits::picture_detail_min * picture.luma.size;
  return is_blank ? 0 : per_mille(second, first);
}

/// More light, or a longer exposure, scales every point alike: each is compared with what it would be in the light of now.
uint16_t motion_of(ByteView now, int mean_now, ByteView before) {
  if (before.size != now.size) return 0;
  const int mean_before = mean_of(before);
  uint32_t moved = 0;
  for (size_t i = 0; i < now.size; ++i) {
    const uint32_t difference = magnitude(now[i] * mean_before - before[i] * mean_now);
    if (difference > limits::motion_luma * static_cast<uint32_t>(mean_before)) ++moved;
  }
  return per_mille(moved, static_cast<uint32_t>(now.size));
}

}  // namespace

bool is_usable(const Picture& picture) {
  return picture.jpeg.size <= limits::jpeg_bytes && picture.jpeg.from(0, sizeof jpeg_start) == ByteView(jpeg_start, 3) &&
         !picture.luma.empty() && picture.luma.size <= limits::luma_points &&
         picture.luma.size == size_t{picture.luma_width} * picture.luma_height;
}

Measures measure(const Picture& picture, ByteView before) {
  Measures measures;
  measures.luma = mean_of(picture.luma);
  measures.focus = focus_of(picture);
  measures.motion = motion_of(picture.luma, measures.luma, before);
  return measures;
}

PictureFault judge_picture(const Measures& measures) {
  if (measures.luma < limits::luma_min) return PictureFault::too_dark;
  if (measures.luma > limits::luma_max) return PictureFault::too_bright;
  if (measures.focus < limits::focus_min) return PictureFault::blurred;
  if (measures.motion > limits::motion_max) return PictureFault::moved;
  return PictureFault::none;
}

bool is_good_at_once(const Measures& measures) {
  return judge_picture(measures) == PictureFault::none && measures.focus >= limits::focus_good &&
         measures.motion <= limits::motion_still;
}

int score(const Measures& measures) { return measures.focus - measures.motion; }

}  // namespace sl
