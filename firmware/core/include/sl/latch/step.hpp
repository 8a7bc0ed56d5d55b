// The behaviour of a latch. Twin: device-sim/src/latch/step.ts; a test feeds both the same events and compares every effect.
#pragma once
#include "sl/latch/state.hpp"

namespace sl {

/**
 * What it was, the time (monotonic ms), what happened -> what it is now and what to do. Never waits. Deadlines that have
 * passed are taken first, so an event that comes late finds them gone.
 */
void step(LatchState& state, Ms now_ms, LatchEvent event, LatchEffects& effects);

/// When `tick` is wanted next; `never` for never.
Ms next_deadline_ms(const LatchState& state);

}  // namespace sl
