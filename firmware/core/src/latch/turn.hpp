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
void raise(Turn& turn, EventKind kind, const Details& details = {});

/// How a command ends; `reason` makes it a failure.
struct Outcome {
  Optional<Reason> reason;
  Ended ended = Ended::done;
  const Id16* nonce = nullptr;

  static Outcome done() { return {}; }
  static Outcome failed(Reason why) { return {why, Ended::failed, nullptr}; }
  static Outcome waits_for_door() { return {{}, Ended::waits_for_door, nullptr}; }
  static Outcome fresh_nonce(const Id16& nonce) { return {{}, Ended::done, &nonce}; }
};
void settle(Turn& turn, const Pending& pending, const Outcome& outcome);

// commands.cpp
void on_command(Turn& turn, const Arrived& arrived);

/// A detail that is a text.
Detail detail(Text name, Text text);
Detail detail(Text name, int64_t number);
template <class... D>
Details details_of(const D&... each) {
  Details all;
  (all.add(each), ...);
  return all;
}

}  // namespace sl
