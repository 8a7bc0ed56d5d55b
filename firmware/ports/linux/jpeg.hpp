// JPEG bytes as the lens needs them: cut out of a film, and their brightness at 1/8 scale, by libjpeg.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sl/ports.hpp"

namespace sl::linux_port {

/// A JPEG and what the camera's gate looks at.
struct Shot {
  std::vector<uint8_t> jpeg;
  std::vector<uint8_t> luma;
  uint16_t luma_width = 0;
  uint16_t luma_height = 0;
};

/// Decodes the brightness. A larger picture than a board's is reduced until it has limits::luma_points at most. `name` is for
/// the problem: throws std::runtime_error with what to do when it is no JPEG, cannot be decoded or is too large for a frame.
Shot open_shot(std::vector<uint8_t> jpeg, const std::string& name);

/// The pictures of a Motion JPEG file, which is one JPEG after the other. Bytes between them are passed over.
std::vector<std::vector<uint8_t>> split_film(const std::vector<uint8_t>& film);

}  // namespace sl::linux_port
