// A latch whose time is turned by hand. Effects are told as JSON, in the very shape of device-sim/src/latch/state.ts.
#pragma once
#include "sl/latch/step.hpp"
#include "support/message_json.hpp"

namespace sl::test {

class JsonEffects final : public LatchEffects {
 public:
  void publish_tap(const Presented& tap) override {
    const Json told = {{"tapId", json(tap.tap_id)}, {"nonce", json(tap.nonce)}, {"credential", json(tap.credential)}};
    all.push_back({{"do", "publish-tap"}, {"tap", told}});
  }
  void show(Shown what) override { all.push_back({{"do", "show"}, {"what", named(what)}}); }
  void drive(BoltTarget to) override { all.push_back({{"do", "drive"}, {"to", named(to)}}); }
  void verified(Op op, const Id16& id, const Optional<Id16>& nonce) override {
    // TypeScript keeps a nonce as hex, so there it is a text.
    const Json told = nonce.present ? Json(hex(nonce.value)) : Json(nullptr);
    all.push_back({{"do", "verified"}, {"op", named(op)}, {"commandId", json(id)}, {"nonce", told}});
  }
  void result(Op op, const CommandResult& result) override {
    all.push_back({{"do", "result"}, {"op", named(op)}, {"result", json(message_of(result))}});
  }
  void refused(Op op, const Id16* id, Reason reason) override {
    const Json told = id != nullptr ? json(*id) : Json(nullptr);
    all.push_back({{"do", "refused"}, {"op", named(op)}, {"commandId", told}, {"reason", named(reason)}});
  }
  void event(Topic topic, EventKind kind, const Details& details) override {
    EventMessage message{};
    message.details = details;
    all.push_back({{"do", "event"}, {"topic", named(topic)}, {"kind", named(kind)}, {"details", json(message)["details"]}});
  }
  void report() override { all.push_back({{"do", "report"}}); }
  void reboot() override { all.push_back({{"do", "reboot"}}); }

  Json all = Json::array();
};

inline Id16 id(int seed) {
  Id16 bytes;
  memset(bytes.data, seed, sizeof bytes.data);
  return bytes;
}
inline const Id16 the_boot = id(0xb0);

class Bench {
 public:
  explicit Bench(Phase phase = Phase::Boot) {
    state.boot = the_boot;
    state.phase = phase;
  }

  Json send(const LatchEvent& event) {
    JsonEffects effects;
    step(state, now_ms, event, effects);
    for (const Json& effect : effects.all) {
      if (effect["do"] == "event") events.push_back(effect["kind"]);
    }
    return effects.all;
  }
  Json wait(Ms ms) {
    now_ms += ms;
    return send(LatchEvent::tick());
  }
  Json tap(int nonce = 1) {
    Presented tap{};
    tap.tap_id = id(99);
    tap.nonce = id(nonce);
    tap.credential.uid_size = 4;
    return send(LatchEvent::tapped(tap));
  }
  Json command(const Command& command, bool retained = false, int fresh = 77) {
    Arrived arrived;
    arrived.topic_op = command.op;
    arrived.opened = {true, {}, command, {}};
    arrived.retained = retained;
    arrived.fresh = id(fresh);
    return send(LatchEvent::commanded(arrived));
  }

  LatchState state;
  Ms now_ms = 1'000;
  std::vector<std::string> events;
};

inline Command for_nonce(Op op, int nonce = 1, int command_id = 200) {
  Command command;
  command.op = op;
  command.command_id = id(command_id);
  command.nonce_bound = true;
  command.nonce = id(nonce);
  command.ttl_ms = 20'000;
  return command;
}
inline Command for_boot(Op op, uint64_t counter, int command_id = 200) {
  Command command = for_nonce(op, 0, command_id);
  command.nonce_bound = false;
  command.boot = the_boot;
  command.counter = counter;
  return command;
}

inline Bench locked() {
  Bench latch;
  latch.send(LatchEvent::link(true));
  latch.send(LatchEvent::booted(BoltPosition::locked, false));
  return latch;
}
/// Unlocked by a command, and somebody goes in.
inline Bench opened() {
  Bench latch = locked();
  latch.tap();
  latch.command(for_nonce(Op::unlock));
  latch.send(LatchEvent::bolt_at(BoltTarget::unlocked));
  latch.send(LatchEvent::door(true));
  return latch;
}

/// The first result among the effects; null without one.
inline Json result_in(const Json& effects) {
  for (const Json& effect : effects) {
    if (effect["do"] == "result") return effect["result"];
  }
  return nullptr;
}
/// "ok", the reason, or "none".
inline std::string said(const Json& effects) {
  const Json result = result_in(effects);
  return result.is_null() ? "none" : result["ok"] ? "ok" : std::string(result["reason"]);
}
inline std::vector<std::string> shown(const Json& effects) {
  std::vector<std::string> all;
  for (const Json& effect : effects) {
    if (effect["do"] == "show") all.push_back(effect["what"]);
  }
  return all;
}
/// Where the bolt is driven: "locked", "unlocked" or "".
inline std::string driven(const Json& effects) {
  std::string to;
  for (const Json& effect : effects) {
    if (effect["do"] == "drive") to = effect["to"];
  }
  return to;
}
using Strings = std::vector<std::string>;

}  // namespace sl::test
