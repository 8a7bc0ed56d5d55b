// A step being taken, and what its parts ask of each other.
#pragma once
#include "sl/latch/state.hpp"

namespace sl {

struct Turn {
  LatchState& s;
  Ms now_ms;
  LatchEffects& effects;
};

/// Takes the transition of packages/core's table; false when it is not legal in this phase, and then nothing changes.
bool advance(Turn& turn, Transition transition);
/// Door or bolt moved by somebody while it should be locked.
bool is_forced(Phase phase);

// bolt.cpp
void drive(Turn& turn, Source source);
void bolt_arrived(Turn& turn, BoltTarget at);
void bolt_is_late(Turn& turn);
void now_unlocked(Turn& turn);
void door_is_open(Turn& turn);
/// Says what a command came to, and keeps it: the same command again gets the same answer. `reason` is that of a failure,
/// `nonce` the fresh one of a challenge.
void settle(Turn& turn, const Pending& pending, Ended ended, Reason reason = {}, const Id16* nonce = nullptr);

// commands.cpp
void on_command(Turn& turn, const Arrived& arrived);

// state.cpp
/// A detail of an event; both texts are ended by a zero.
struct Fact {
  const char* name = nullptr;
  const char* text = nullptr;
};
void show(Turn& turn, Shown what);
void report(Turn& turn);
void tell(Turn& turn, Topic topic, EventKind kind, Fact first = {}, Fact second = {});
inline void raise(Turn& turn, EventKind kind, Fact fact = {}) { tell(turn, Topic::evt_alarm, kind, fact); }

}  // namespace sl
