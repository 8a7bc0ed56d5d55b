#include "camera_told.hpp"

#include "hex.hpp"

namespace sl::linux_port {

namespace {

template <class Enum>
std::string named(Enum value) { return name_of(value).data; }

}  // namespace

void CameraTold::connected(uint64_t connection) {
  tell("connected", {{"connection", connection}});
  board_.say_ready();
}

void CameraTold::dropped(Topic topic, ByteView bytes) {
  tell("dropped", TracedLink::told(topic, bytes));
  board_.log.warn("given up", {{"topic", named(topic)}});
}

void CameraTold::woken(const DeviceId& by, const Id16& nonce) {
  tell("woken", {{"by", std::string(by.characters, sizeof by.characters)}, {"nonce", hex_of(nonce)}});
}

void CameraTold::verified(Op op, const Id16& command_id) {
  tell("verified", {{"op", named(op)}, {"commandId", hex_of(command_id)}});
}

void CameraTold::refused(Op op, const Id16* command_id, Reason reason) {
  const Json command = command_id != nullptr ? Json(hex_of(*command_id)) : Json();
  tell("refused", {{"op", named(op)}, {"commandId", command}, {"reason", named(reason)}});
  board_.log.warn("command refused", {{"op", named(op)}, {"command", command}, {"reason", named(reason)}});
}

void CameraTold::configuration_refused(Configured why) {
  board_.log.warn("configuration refused", {{"reason", named(why)}});
}

void CameraTold::result(Op op, const CaptureResult& result) {
  const Json reason = result.ok ? Json() : Json(named(result.reason));
  tell("result", {{"op", named(op)}, {"commandId", hex_of(result.command_id)}, {"ok", result.ok}, {"reason", reason}});
}

void CameraTold::frame(const Id16& nonce, uint64_t sequence, size_t bytes) {
  tell("frame", {{"nonce", hex_of(nonce)}, {"sequence", sequence}, {"bytes", bytes}});
}

void CameraTold::poor(const Id16& nonce, const Measures& measures, PictureFault fault) {
  const Json measured = {{"fault", named(fault)},
                         {"luma", measures.luma},
                         {"focus", measures.focus},
                         {"motion", measures.motion}};
  Json told = measured;
  told["nonce"] = hex_of(nonce);
  tell("poor", told);
  board_.log.warn("no picture was good enough", measured);
}

void CameraTold::blind(const Id16& nonce) {
  tell("blind", {{"nonce", hex_of(nonce)}});
  board_.log.warn("the lens gave no picture");
}

}  // namespace sl::linux_port
