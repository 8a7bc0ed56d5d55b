#include "latch_told.hpp"

#include <cmath>

#include "hex.hpp"

namespace sl::linux_port {

namespace {

std::string text_of(Text text) { return {text.data, text.size}; }
template <class Enum>
std::string named(Enum value) { return text_of(name_of(value)); }

}  // namespace

void LatchTold::connected(uint64_t connection) {
  tell("connected", {{"connection", connection}});
  board_.say_ready();
}

void LatchTold::dropped(Topic topic, ByteView bytes) { tell("dropped", TracedLink::told(topic, bytes)); }

void LatchTold::tapped(const TapMessage& tap) {
  tell("tapped", {{"tapId", hex_of(tap.tap_id)}, {"nonce", hex_of(tap.nonce)}});
  board_.log.info("tap: the latch made a nonce and published the " + named(tap.credential.kind) +
                      " credential with its MAC",
                  {{"step", 1},
                   {"tap", hex_of(tap.tap_id)},
                   {"device", board_.identity.device_text()},
                   {"cameraWoken", tap.camera_woken}});
}

void LatchTold::unread(NfcEventKind why) { tell("untapped", {{"why", named(why)}}); }
void LatchTold::untapped(Phase phase) { tell("untapped", {{"why", named(phase)}}); }
void LatchTold::shown(Shown what) { tell("shown", {{"what", named(what)}}); }
void LatchTold::moving(BoltTarget to) { tell("moving", {{"to", named(to)}}); }
void LatchTold::moved(BoltTarget at) { tell("moved", {{"at", named(at)}}); }

void LatchTold::verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) {
  tell("verified", {{"op", named(op)}, {"commandId", hex_of(command_id)}});
  if (op != Op::unlock) return;
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - arrived_;
  board_.log.info("command verified, bolt moves", {{"step", 9},
                                                   {"device", board_.identity.device_text()},
                                                   {"command", hex_of(command_id)},
                                                   {"nonce", nonce.present ? Json(hex_of(nonce.value)) : Json()},
                                                   {"verifyMs", std::round(took.count() * 10) / 10}});
}

void LatchTold::refused(Op op, const Id16* command_id, Reason reason) {
  const Json command = command_id != nullptr ? Json(hex_of(*command_id)) : Json();
  tell("refused", {{"op", named(op)}, {"commandId", command}, {"reason", named(reason)}});
  board_.log.warn("command refused", {{"op", named(op)}, {"command", command}, {"reason", named(reason)}});
}

void LatchTold::configuration_refused(Configured why) {
  board_.log.warn("configuration refused", {{"reason", named(why)}});
}

void LatchTold::phase(Phase from, Phase to) { tell("phase", {{"from", named(from)}, {"to", named(to)}}); }

void LatchTold::result(Op op, const CommandResult& result) {
  const Json reason = result.ok ? Json() : Json(named(result.reason));
  tell("result", {{"op", named(op)}, {"commandId", hex_of(result.command_id)}, {"ok", result.ok}, {"reason", reason}});
}

void LatchTold::event(EventKind kind, uint64_t sequence) {
  tell("event", {{"kind", named(kind)}, {"sequence", sequence}});
}

}  // namespace sl::linux_port
