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
  static constexpr const char* all[] = {"resting", "settling", "choosing", "sending"};
};

enum class PictureFault : uint8_t { none, too_dark, too_bright, blurred, moved };
template <>
struct Names<PictureFault> {
  static constexpr const char* all[] = {"none", "too_dark", "too_bright", "blurred", "moved"};
};

}  // namespace sl
