// One look: from the lens that wakes to the picture that is sent, or is not. The part of `step` that deals with pictures.
#pragma once
#include "sl/camera/state.hpp"

namespace sl {

/// One call of `step`.
struct CameraTurn {
  CameraState& s;
  ClockMs now;
  CameraEffects& effects;
};

/// A span as a result may tell it.
uint32_t stage_ms(ClockMs span);

/// Begins the first job that is still worth it, when the camera rests.
void start_look(CameraTurn& turn);
void on_picture(CameraTurn& turn, const Picture& picture);
/// No more pictures: sends the best, or says what was wrong with it.
void decide(CameraTurn& turn);
/// Says what the first job came to and begins the next.
void end_job(CameraTurn& turn, CaptureEnded ended);

}  // namespace sl
