// What a latch is, what happens to it, and what it then does: the words of `step`. Twin: device-sim/src/latch/state.ts.
#pragma once
#include "sl/codec/cose.hpp"
#include "sl/latch/nonces.hpp"

namespace sl {

inline constexpr Ms never = INT64_MAX;
/// Far enough back that no wait since then is still running, near enough that a difference does not overflow.
inline constexpr Ms long_ago = INT64_MIN / 2;

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
  Op op = Op::lock;
  Id16 command_id;
  /// Absent for a command that is bound to the boot.
  Optional<Id16> nonce;
  Ms arrived_at_ms = 0;
};

struct LatchState {
  Phase phase = Phase::Boot;
  LatchTiming timing;
  /// New at every boot.
  Id16 boot;
  BoltPosition bolt = BoltPosition::unknown;
  bool door_open = false;
  bool link_up = false;
  Nonces nonces;

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

  List<Pending, limits::pending_commands> pending;
  Ms relock_at_ms = never;
  Ms held_at_ms = never;
  bool is_held = false;
  /// Whether the door was opened since the last grant; absent when nobody was granted.
  Optional<bool> entered;
  Ms jam_retry_at_ms = never;

  /// The highest counter accepted in this boot, and what that command came to.
  int64_t counter = -1;
  struct BootBound {
    Id16 command_id;
    Optional<CommandResult> result;
  };
  Optional<BootBound> last_boot_bound;

  int denials = 0;
  Ms slow_until_ms = long_ago;
  Ms last_tap_ms = long_ago;
  Ms last_stray_ms = long_ago;
};

// ---- what happens to a latch; randomness comes in with the event, so that a step can be repeated ----

enum class LatchEventKind : uint8_t {
  boot, tap, no_server, command, bolt, door, exit, tamper, link, configured, tick
};
template <>
struct Names<LatchEventKind> {
  static constexpr const char* all[] = {"boot", "tap",    "no-server", "command",    "bolt", "door",
                                        "exit", "tamper", "link",      "configured", "tick"};
};

/// A card at the reader.
struct Presented {
  Id16 tap_id;
  Id16 nonce;
  CredentialProof credential;
};

/// Bytes on `cmd/{op}`, opened.
struct Arrived {
  Op topic_op = Op::deny;
  Opened<Command> opened;
  bool retained = false;
  /// 16 random bytes, used when the command is a challenge.
  Id16 fresh;
};

/// Only the fields that its kind names count; `tap` and `command` outlive the step.
struct LatchEvent {
  LatchEventKind is = LatchEventKind::tick;
  BoltPosition bolt = BoltPosition::unknown;  // boot, bolt
  bool on = false;                            // boot, door: open; link: up
  Id16 nonce;                                 // no_server
  Ms auto_relock_ms = 0;                      // configured
  Ms held_open_ms = 0;                        // configured
  const Presented* tap = nullptr;             // tap
  const Arrived* command = nullptr;           // command

  static LatchEvent booted(BoltPosition bolt, bool door_open);
  static LatchEvent tapped(const Presented& tap);
  static LatchEvent no_server(const Id16& nonce);
  static LatchEvent commanded(const Arrived& command);
  static LatchEvent bolt_at(BoltTarget at);
  static LatchEvent door(bool open);
  static LatchEvent exit_pressed();
  static LatchEvent tampered();
  static LatchEvent link(bool up);
  static LatchEvent configured(Ms auto_relock_ms, Ms held_open_ms);
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
