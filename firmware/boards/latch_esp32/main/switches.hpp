// From contacts that bounce to events. No vendor header: tested on the host.
#pragma once
#include "sl/ports.hpp"

namespace sl::latch_board {

/// Whoever wants to know what changed.
class SwitchEvents : public Port {
 public:
  virtual void bolt_at(BoltTarget at) = 0;
  virtual void door(bool open) = 0;
  virtual void exit_pressed() = 0;
  virtual void tampered() = 0;
};

/// How long a contact has to rest before its new position is believed.
inline constexpr Ms switch_settle_ms = 20;

class Switches {
 public:
  /// What the contacts say at power-on is where things are, not an event.
  Switches(Ms now, const Inputs& inputs);

  /// Looks once; to be called when a contact moved and at `next_look_ms`.
  void look(Ms now, const Inputs& inputs, SwitchEvents& events);
  /// INT64_MAX while every contact rests.
  Ms next_look_ms() const;

  /// Both switches, or neither: between the ends, or a wire is loose.
  BoltPosition bolt() const;
  bool door_open() const { return door_.stable; }

 private:
  struct Contact {
    bool stable = false;
    bool seen = false;
    Ms since_ms = 0;
    /// True when the contact rests in another position than before.
    bool settles(Ms now, bool value);
    bool moves() const { return seen != stable; }
  };

  Contact locked_;
  Contact unlocked_;
  Contact door_;
  Contact tamper_;
  bool exit_down_ = false;
};

}  // namespace sl::latch_board
