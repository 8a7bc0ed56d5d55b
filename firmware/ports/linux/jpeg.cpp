#include "jpeg.hpp"

#include <csetjmp>
#include <cstdio>
#include <stdexcept>

// After <cstdio>: it needs FILE.
#include <jpeglib.h>

namespace sl::linux_port {

namespace {

constexpr unsigned scale = 8;
/// Of a picture, before it is reduced; an OV2640 gives 1600.
constexpr unsigned picture_side_max = 8192;

struct Points {
  std::vector<uint8_t> luma;
  unsigned width = 0, height = 0;
};

/// libjpeg's way out of an error is a jump.
struct Failure {
  jpeg_error_mgr base;
  std::jmp_buf out;
};
void jump_out(j_common_ptr decoder) { std::longjmp(reinterpret_cast<Failure*>(decoder->err)->out, 1); }
void say_nothing(j_common_ptr) {}

/// False when the bytes cannot be decoded. Nothing in here is destroyed by the jump.
bool decode(const std::vector<uint8_t>& jpeg, Points& points) {
  jpeg_decompress_struct decoder{};
  Failure failure{};
  decoder.err = jpeg_std_error(&failure.base);
  failure.base.error_exit = jump_out;
  failure.base.output_message = say_nothing;
  if (setjmp(failure.out) != 0) {
    jpeg_destroy_decompress(&decoder);
    return false;
  }
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, jpeg.data(), static_cast<unsigned long>(jpeg.size()));
  jpeg_read_header(&decoder, TRUE);
  if (decoder.image_width > picture_side_max || decoder.image_height > picture_side_max) {
    jump_out(reinterpret_cast<j_common_ptr>(&decoder));
  }
  decoder.out_color_space = JCS_GRAYSCALE;
  decoder.scale_num = 1;
  decoder.scale_denom = scale;
  jpeg_start_decompress(&decoder);
  points.width = decoder.output_width;
  points.height = decoder.output_height;
  points.luma.resize(size_t{points.width} * points.height);
  while (decoder.output_scanline < decoder.output_height) {
    uint8_t* row = points.luma.data() + size_t{decoder.output_scanline} * points.width;
    jpeg_read_scanlines(&decoder, &row, 1);
  }
  jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  return true;
}

/// Means over squares, so that it fits where a board's picture fits.
Points reduced(const Points& from) {
  unsigned by = 1;
  while (size_t{from.width / by} * (from.height / by) > limits::luma_points) ++by;
  if (by == 1) return from;
  Points to{{}, from.width / by, from.height / by};
  for (unsigned y = 0; y < to.height; ++y) {
    for (unsigned x = 0; x < to.width; ++x) {
      unsigned sum = 0;
      for (unsigned i = 0; i < by * by; ++i) {
        sum += from.luma[size_t{y * by + i / by} * from.width + x * by + i % by];
      }
      to.luma.push_back(static_cast<uint8_t>(sum / (by * by)));
    }
  }
  return to;
}

constexpr uint8_t marker = 0xff, start_of_image = 0xd8, end_of_image = 0xd9;

/// A marker that no length follows (ITU-T T.81, B.1.1.3).
bool stands_alone(uint8_t code) { return code == 0x01 || (code >= 0xd0 && code <= start_of_image); }

/// Behind the end of the picture that begins at `at`; 0 when it has none.
size_t end_of_picture(const std::vector<uint8_t>& film, size_t at) {
  at += 2;
  while (at + 1 < film.size()) {
    const uint8_t code = film[at + 1];
    if (film[at] != marker || code == 0 || code == marker) {
      ++at;  // coded data: a stuffed zero, or a byte of it
    } else if (code == end_of_image) {
      return at + 2;
    } else if (stands_alone(code)) {
      at += 2;
    } else {
      // A segment, thumbnails in it included, is skipped whole; behind a start of scan the coded data follows.
      if (at + 3 >= film.size()) return 0;
      at += 2 + size_t{film[at + 2]} * 256 + film[at + 3];
    }
  }
  return 0;
}

}  // namespace

Shot open_shot(std::vector<uint8_t> jpeg, const std::string& name) {
  if (jpeg.size() < 3 || jpeg[0] != marker || jpeg[1] != start_of_image || jpeg[2] != marker) {
    throw std::runtime_error(name +
                             " is not a JPEG: convert it first, for example with \"convert photo.png photo.jpg\"");
  }
  if (jpeg.size() > limits::jpeg_bytes) {
    throw std::runtime_error(name + " has " + std::to_string(jpeg.size()) + " bytes and a frame may have " +
                             std::to_string(limits::jpeg_bytes) +
                             ": save it smaller (640x480 at quality 85 has about 60,000)");
  }
  Points points;
  if (!decode(jpeg, points)) throw std::runtime_error(name + " cannot be decoded: save it anew");
  Points small = reduced(points);
  return {std::move(jpeg), std::move(small.luma), static_cast<uint16_t>(small.width),
          static_cast<uint16_t>(small.height)};
}

std::vector<std::vector<uint8_t>> split_film(const std::vector<uint8_t>& film) {
  std::vector<std::vector<uint8_t>> pictures;
  for (size_t at = 0; at + 2 < film.size();) {
    if (film[at] != marker || film[at + 1] != start_of_image || film[at + 2] != marker) {
      ++at;
      continue;
    }
    const size_t end = end_of_picture(film, at);
    if (end == 0) return pictures;
    pictures.emplace_back(film.data() + at, film.data() + end);
    at = end;
  }
  return pictures;
}

}  // namespace sl::linux_port
