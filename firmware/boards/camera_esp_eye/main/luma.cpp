#include "luma.hpp"

#include "esp_jpg_decode.h"

namespace sl::camera_board {

namespace {

struct Decoding {
  ByteView jpeg;
  Luma& luma;
};

size_t read_part(void* context, size_t index, uint8_t* out, size_t size) {
  const ByteView part = static_cast<Decoding*>(context)->jpeg.from(index, size);
  // The decoder skips by reading into nothing.
  if (out && part.size > 0) memcpy(out, part.data, part.size);
  return part.size;
}

/// ITU-R BT.601 in 1/256.
uint8_t brightness(const uint8_t* rgb) {
  return static_cast<uint8_t>((77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8);
}

/// Called once with the size and no data, then with each rectangle, then without data again.
bool write_rectangle(void* context, uint16_t x, uint16_t y, uint16_t w, uint16_t h, uint8_t* data) {
  Luma& luma = static_cast<Decoding*>(context)->luma;
  if (data == nullptr && x == 0 && y == 0) {
    if (static_cast<size_t>(w) * h > sizeof luma.points) return false;
    luma.width = w;
    luma.height = h;
  }
  if (data == nullptr) return true;
  for (uint16_t row = 0; row < h; ++row) {
    for (uint16_t column = 0; column < w; ++column, data += 3) {
      // Blocks at the edge reach beyond a picture whose size is no multiple of 8.
      if (x + column >= luma.width || y + row >= luma.height) continue;
      luma.points[static_cast<size_t>(y + row) * luma.width + x + column] = brightness(data);
    }
  }
  return true;
}

}  // namespace

bool decode_luma(ByteView jpeg, Luma& luma) {
  luma.width = luma.height = 0;
  Decoding decoding = {jpeg, luma};
  return esp_jpg_decode(jpeg.size, JPG_SCALE_8X, read_part, write_rectangle, &decoding) == ESP_OK && luma.width > 0;
}

}  // namespace sl::camera_board
