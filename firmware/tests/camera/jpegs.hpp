// Photographs made on the spot: the repository holds none.
#pragma once
#include <cstdio>
// After <cstdio>: it needs FILE.
#include <jpeglib.h>

#include <cstdlib>

#include "support/vectors.hpp"

namespace sl::test {

/// A grey JPEG of that size whose points `point(x, y)` gives, 0..255.
template <class Point>
Memory jpeg_of(unsigned width, unsigned height, Point point) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = 1;
  encoder.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, 85, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  Memory row(width);
  while (encoder.next_scanline < height) {
    for (unsigned x = 0; x < width; ++x) row[x] = static_cast<uint8_t>(point(x, encoder.next_scanline));
    uint8_t* rows = row.data();
    jpeg_write_scanlines(&encoder, &rows, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  Memory jpeg(bytes, bytes + size);
  free(bytes);
  return jpeg;
}

inline Memory grey_jpeg(uint8_t luma, unsigned width = 640, unsigned height = 480) {
  return jpeg_of(width, height, [=](unsigned, unsigned) { return luma; });
}

}  // namespace sl::test
