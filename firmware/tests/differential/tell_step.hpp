// What a step of the latch did and left behind, in the order in which wire.ts writes it.
#pragma once
#include "differential/line_writer.hpp"
#include "sl/latch/state.hpp"

namespace sl::test {

template <class Enum>
void name_in(LineWriter& line, Enum value) { line.word(name_of(value)); }
/// From now on; null where there is none, and for what is so old that the clock may have begun again twice since.
struct Moments {
  Ms now_ms;
  void tell(LineWriter& line, Ms at_ms) const {
    if (at_ms == never || at_ms - now_ms <= -clock_turn_ms) line.null();
    else line.number(at_ms - now_ms);
  }
};
template <class T, class Write>
void maybe_in(LineWriter& line, const Optional<T>& value, Write write) {
  if (value.present) write(value.value);
  else line.null();
}

/// As the message that would be sent.
inline void tell(LineWriter& line, const CommandResult& result) {
  const ResultMessage message = message_of(result);
  line.open('[').hex(message.command_id).boolean(message.ok);
  maybe_in(line, message.reason, [&](Text reason) { line.word(reason); });
  line.open('[');
  for (const Stage& stage : message.stages) line.open('[').word(stage.name).number(stage.after_ms).close(']');
  line.close(']');
  maybe_in(line, message.nonce, [&](const Id16& nonce) { line.hex(nonce); });
  line.close(']');
}
inline void tell(LineWriter& line, const Optional<CommandResult>& result) {
  maybe_in(line, result, [&](const CommandResult& r) { tell(line, r); });
}
inline void tell(LineWriter& line, const Optional<Id16>& id) {
  maybe_in(line, id, [&](const Id16& bytes) { line.hex(bytes); });
}

/// Writes every effect down, in its order.
class EffectsTeller final : public LatchEffects {
 public:
  explicit EffectsTeller(LineWriter& line) : line_(line) {}

  void publish_tap(const Presented& tap) override {
    open("publish-tap").hex(tap.tap_id).hex(tap.nonce);
    line_.hex(ByteView(tap.credential.uid).from(0, tap.credential.uid_size)).close(']');
  }
  void show(Shown what) override { open("show").word(name_of(what)).close(']'); }
  void drive(BoltTarget to) override { open("drive").word(name_of(to)).close(']'); }
  void verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) override {
    open("verified").word(name_of(op)).hex(command_id);
    tell(line_, nonce);
    line_.close(']');
  }
  void result(Op op, const CommandResult& result) override {
    open("result").word(name_of(op));
    tell(line_, result);
    line_.close(']');
  }
  void refused(Op op, const Id16* command_id, Reason reason) override {
    open("refused").word(name_of(op));
    if (command_id == nullptr) line_.null();
    else line_.hex(*command_id);
    line_.word(name_of(reason)).close(']');
  }
  void event(Topic topic, EventKind kind, const Details& details) override {
    open("event").word(name_of(topic)).word(name_of(kind)).open('[');
    for (const Detail& d : details) {
      line_.open('[').word(d.name);
      if (d.text.empty()) line_.number(d.number);
      else line_.word(d.text);
      line_.close(']');
    }
    line_.close(']').close(']');
  }
  void report() override { open("report").close(']'); }
  void reboot() override { open("reboot").close(']'); }

 private:
  LineWriter& open(const char* what) { return line_.open('[').word(what); }

  LineWriter& line_;
};

inline void tell(LineWriter& line, const Nonces& nonces, Moments moments) {
  line.open('[');
  for (const NonceSlot& slot : nonces) {
    line.open('[').hex(slot.nonce).word(slot.from == NonceFrom::tap ? "tap" : "challenge");
    moments.tell(line, slot.issued_at_ms);
    tell(line, slot.used_by);
    tell(line, slot.result);
    line.close(']');
  }
  line.close(']');
}

template <class Pendings>
void tell_pending(LineWriter& line, const Pendings& pending, Moments moments) {
  line.open('[');
  for (const Pending& p : pending) {
    line.open('[').word(name_of(p.op)).hex(p.command_id);
    tell(line, p.nonce);
    moments.tell(line, p.arrived_at_ms);
    line.close(']');
  }
  line.close(']');
}

inline void tell_waits(LineWriter& line, const LatchState& s, Moments moments) {
  line.key("awaiting");
  maybe_in(line, s.awaiting, [&](const auto& a) {
    moments.tell(line.open('[').hex(a.nonce), a.until_ms);
    line.close(']');
  });
  line.key("move");
  maybe_in(line, s.move, [&](const auto& m) {
    moments.tell(line.open('[').number(m.tries), m.until_ms);
    line.word(name_of(m.source)).close(']');
  });
  line.key("pending");
  tell_pending(line, s.pending, moments);
  moments.tell(line.key("relockAtMs"), s.relock_at_ms);
  moments.tell(line.key("heldAtMs"), s.held_at_ms);
  line.key("isHeld").boolean(s.is_held).key("entered");
  maybe_in(line, s.entered, [&](bool entered) { line.boolean(entered); });
  moments.tell(line.key("jamRetryAtMs"), s.jam_retry_at_ms);
}

inline void tell(LineWriter& line, const LatchState& s, Moments moments) {
  line.open('{').key("phase").word(name_of(s.phase)).key("bolt").word(name_of(s.bolt));
  line.key("doorOpen").boolean(s.door_open).key("linkUp").boolean(s.link_up);
  line.key("autoRelockMs").number(s.timing.auto_relock_ms).key("heldOpenMs").number(s.timing.held_open_ms);
  tell(line.key("nonces"), s.nonces, moments);
  tell_waits(line, s, moments);
  line.key("counter").number(s.counter).key("lastBootBound");
  maybe_in(line, s.last_boot_bound, [&](const auto& b) {
    line.open('[').hex(b.command_id);
    tell(line, b.result);
    line.close(']');
  });
  line.key("denials").number(s.denials);
  moments.tell(line.key("slowUntilMs"), s.slow_until_ms);
  moments.tell(line.key("lastTapMs"), s.last_tap_ms);
  moments.tell(line.key("lastStrayMs"), s.last_stray_ms);
  line.close('}');
}

}  // namespace sl::test
