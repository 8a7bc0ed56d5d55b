// What a latch is, what happens to it, and what it then does: the words of `step`. Twin: device-sim/src/latch/state.ts.
#pragma once
#include "sl/codec/cose.hpp"
#include "sl/latch/nonces.hpp"

namespace sl {

/// The defaults are those of the hardware; a demo shortens them.
struct LatchTiming {
  /// How long a tap waits for its decision.
  Ms await_ms = limits::await_decision_ms;
  /// How long one try of the bolt may take before it counts as stuck.
  Ms bolt_ms = limits::move_ms;
  int bolt_retries = limits::move_retries;
  Ms jam_retry_ms = limits::jammed_retry_ms;
  Ms auto_relock_ms = limits::auto_relock_ms;
  Ms held_open_ms = limits::held_open_after_ms;
  /// After `slow_after` denials that count for lockout the reader takes one tap per `slow_tap_ms` for `slow_ms`.
  int slow_after = limits::slow_after_denies;
  Ms slow_ms = limits::slow_for_ms;
  Ms slow_tap_ms = limits::slow_tap_every_ms;
  Ms stray_result_ms = limits::stray_result_ms;
};

/// A command whose result waits for the bolt.
struct Pending {
  Op op{};
  Id16 command_id;
  /// Absent for a command that is bound to the boot.
  Optional<Id16> nonce;
  Ms arrived_at_ms = 0;
};

/// What a latch waits for or remembers, but for what is absent at times.
struct LatchMoments {
  Ms relock_at_ms = never;
  Ms held_at_ms = never;
  Ms jam_retry_at_ms = never;
  Ms slow_until_ms = long_ago;
  Ms last_tap_ms = long_ago;
  Ms last_stray_ms = long_ago;
};

struct LatchState : LatchMoments {
  explicit LatchState(const LatchTiming& given = {});

  Phase phase = Phase::Boot;
  /// New at every boot.
  Id16 boot{};
  BoltPosition bolt = BoltPosition::unknown;
  bool door_open = false;
  bool link_up = false;

  /// The newest tap that waits for a decision.
  struct Awaiting {
    Id16 nonce;
    Ms until_ms = never;
  };
  Optional<Awaiting> awaiting;

  /// The move of the bolt that Unlocking and Relocking wait for.
  struct Move {
    int tries = 0;
    Ms until_ms = never;
    Source source = Source::Auto;
  };
  Optional<Move> move;

  bool is_held = false;
  /// Whether the door was opened since the last grant; absent when nobody was granted.
  Optional<bool> entered;

  int denials = 0;
  LatchTiming timing;

  /// The highest counter accepted in this boot, and what that command came to.
  int64_t counter = -1;
  struct BootBound {
    Id16 command_id;
    Optional<CommandResult> result;
  };
  Optional<BootBound> last_boot_bound;

  List<Pending, limits::pending_commands> pending;
  Nonces nonces;

  /// Every moment in it, on a clock that begins again `by` later.
  void count_anew(Ms by);
};

// ---- what happens to a latch; randomness comes in with the event, so that a step can be repeated ----

enum class LatchEventKind : uint8_t {
  boot, tap, no_server, command, bolt, door, exit, tamper, link, configured, tick
};
template <>
struct Names<LatchEventKind> {
  static constexpr char all[] =
      "boot\0" "tap\0" "no-server\0" "command\0" "bolt\0" "door\0" "exit\0" "tamper\0" "link\0" "configured\0" "tick\0";
};

/// A card at the reader; whether a camera was woken for it is not known yet.
using Presented = TapMessage;

/// Bytes on `cmd/{op}`, opened.
struct Arrived {
  Op topic_op{};
  Opened<Command> opened;
  bool retained = false;
  /// 16 random bytes, used when the command is a challenge.
  Id16 fresh;
};

/// What a configuration says of the waits.
struct Waits {
  Ms auto_relock_ms = 0;
  Ms held_open_ms = 0;
};

/// Only the fields that its kind names count; what it points to outlives the step. Two words, so that it costs no memory.
struct LatchEvent {
  LatchEventKind is{};
  BoltPosition bolt{};  // boot, bolt
  bool on = false;      // boot, door: open; link: up
  union {
    const Id16* nonce = nullptr;  // no_server
    const Presented* tap;         // tap
    const Arrived* command;       // command
    const Waits* waits;           // configured
  };

  static LatchEvent booted(BoltPosition bolt, bool door_open);
  static LatchEvent tapped(const Presented& tap);
  static LatchEvent no_server(const Id16& nonce);
  static LatchEvent commanded(const Arrived& command);
  static LatchEvent bolt_at(BoltTarget at);
  static LatchEvent door(bool open);
  static LatchEvent exit_pressed();
  static LatchEvent tampered();
  static LatchEvent link(bool up);
  static LatchEvent configured(const Waits& waits);
  static LatchEvent tick();
};

// ---- what it then does ----

using Details = List<Detail, limits::event_details>;

/// One call an effect, in their order. Whoever performs them starts no step from inside one.
class LatchEffects : public Port {
 public:
  /// The performer wakes the camera first and says in the tap whether that worked.
  virtual void publish_tap(const Presented& tap) = 0;
  virtual void show(Shown what) = 0;
  virtual void drive(BoltTarget to) = 0;
  virtual void verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) = 0;
  virtual void result(Op op, const CommandResult& result) = 0;
  /// Null: the bytes named no command that one could believe.
  virtual void refused(Op op, const Id16* command_id, Reason reason) = 0;
  virtual void event(Topic topic, EventKind kind, const Details& details) = 0;
  /// Says the state as it is at the end of the step.
  virtual void report() = 0;
  virtual void reboot() = 0;
};

}  // namespace sl
