// The brightness of a JPEG at 1/8 scale. Each 8 x 8 block of a JPEG holds its mean as first coefficient, so this costs the
// Huffman decoding and nothing else.
#pragma once
#include "sl/bytes.hpp"
#include "sl/limits.hpp"

namespace sl::camera_board {

struct Luma {
  uint8_t points[limits::luma_points] = {};
  uint16_t width = 0;
  uint16_t height = 0;

  ByteView view() const { return {points, static_cast<size_t>(width) * height}; }
};

/// False for what is no whole JPEG, and for one of more than limits::luma_points * 64 pixels.
bool decode_luma(ByteView jpeg, Luma& luma);

}  // namespace sl::camera_board
