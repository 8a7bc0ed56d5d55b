// The behaviour of a camera: a wake or a command, the exposure, the best of a few pictures, the frame, the result.
#pragma once
#include "sl/camera/state.hpp"

namespace sl {

/**
 * What it was, the time (monotonic ms), what happened -> what it is now and what to do. Never waits. Deadlines that have
 * passed are taken first, so an event that comes late finds them gone.
 */
void step(CameraState& state, ClockMs now_ms, const CameraEvent& event, CameraEffects& effects);

/// When `tick` is wanted next; absent for never.
Optional<ClockMs> next_deadline_ms(const CameraState& state);

/// Whether `picture` events are wanted.
bool wants_pictures(const CameraState& state);

}  // namespace sl
