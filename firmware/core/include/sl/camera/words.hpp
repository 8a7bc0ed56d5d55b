// The vocabulary of the camera.
#pragma once
#include "sl/limits.hpp"

namespace sl {

enum class CameraPhase : uint8_t {
  /// Nothing is asked for; the lens may still be awake.
  resting,
  /// The lens was woken: its exposure is not to be believed yet.
  settling,
  /// Pictures come; the best of them is kept.
  choosing,
  /// A frame is on its way; the next picture waits for it.
  sending,
};
template <>
struct Names<CameraPhase> {
  static constexpr char all[] = "resting\0" "settling\0" "choosing\0" "sending\0";
};

enum class PictureFault : uint8_t { none, too_dark, too_bright, blurred, moved };
template <>
struct Names<PictureFault> {
  static constexpr char all[] = "none\0" "too_dark\0" "too_bright\0" "blurred\0" "moved\0";
};

}  // namespace sl
