// A decoded message as the `fields` of the vectors tell it: bytes are {"hex": "..."}, what is absent is not there.
#pragma once
#include "sl/codec/messages.hpp"
#include "support/vectors.hpp"

namespace sl::test {

inline Json json(ByteView bytes) { return {{"hex", hex(bytes)}}; }
inline Json json(Text text) { return str(text); }
inline Json json(const DeviceId& device) { return str(device.text()); }
template <size_t N>
Json json(const Bytes<N>& bytes) { return json(ByteView(bytes)); }

template <class Enum>
Json named(Enum value) { return str(name_of(value)); }
template <class T, class As>
void put(Json& into, const char* name, const Optional<T>& field, As as) {
  if (field.present) into[name] = as(field.value);
}
template <class T>
void put(Json& into, const char* name, const Optional<T>& field) {
  put(into, name, field, [](const T& value) { return Json(value); });
}
template <class List, class As>
Json listed(const List& items, As as) {
  Json all = Json::array();
  for (const auto& item : items) all.push_back(as(item));
  return all;
}

inline Json json(const CredentialProof& c) {
  if (c.kind == CredentialKind::uid) return {{"kind", "uid"}, {"uid", json(ByteView(c.uid).from(0, c.uid_size))}};
  return {{"kind", "ntag424"}, {"keyId", c.key_id}, {"picc", json(c.picc)}, {"mac", json(c.mac)}};
}
inline Json json(const TapMessage& m) {
  return {{"tapId", json(m.tap_id)},
          {"nonce", json(m.nonce)},
          {"credential", json(m.credential)},
          {"cameraWoken", m.camera_woken}};
}
inline Json json(const FrameHeader& m) {
  return {{"nonce", json(m.nonce)},
          {"latch", json(m.latch)},
          {"sequence", m.sequence},
          {"capturedAtMs", m.captured_at_ms},
          {"sha256", json(m.sha256)}};
}
inline Json json(const StateMessage& m) {
  return {{"state", named(m.state)}, {"boot", json(m.boot)}, {"connection", m.connection}};
}
inline Json json(const InfoMessage& m) {
  return {{"model", json(m.model)},
          {"firmware", json(m.firmware)},
          {"capabilities", listed(m.capabilities, [](Text t) { return json(t); })},
          {"keyIds", listed(m.key_ids, [](const Bytes<8>& kid) { return json(kid); })},
          {"boot", json(m.boot)},
          {"resetReason", json(m.reset_reason)}};
}
inline Json json(const ReportedMessage& m) {
  Json all = Json::object();
  put(all, "lockState", m.lock_state, named<LockState>);
  put(all, "doorState", m.door_state, named<DoorState>);
  put(all, "operatingMode", m.operating_mode, named<OperatingMode>);
  put(all, "autoRelockTimeS", m.auto_relock_time_s);
  put(all, "batteryPercent", m.battery_percent);
  put(all, "rssiDbm", m.rssi_dbm);
  put(all, "freeHeapBytes", m.free_heap_bytes);
  put(all, "configVersion", m.config_version);
  return all;
}
inline Json json(const ResultMessage& m) {
  const auto stage = [](const Stage& s) { return Json::array({json(s.name), s.after_ms}); };
  const auto measure = [](const Measure& s) { return Json::array({json(s.name), s.value}); };
  Json all = {{"commandId", json(m.command_id)}, {"ok", m.ok}, {"stages", listed(m.stages, stage)}};
  put(all, "reason", m.reason, [](Text t) { return json(t); });
  put(all, "nonce", m.nonce, [](const Id16& nonce) { return json(nonce); });
  put(all, "measured", m.measured, [&](const auto& measures) { return listed(measures, measure); });
  return all;
}
inline Json json(const EventMessage& m) {
  const auto detail = [](const Detail& d) {
    return Json::array({json(d.name), d.text.empty() ? Json(d.number) : json(d.text)});
  };
  return {{"sequence", m.sequence},
          {"previous", json(m.previous)},
          {"kind", named(m.kind)},
          {"atMs", m.at_ms},
          {"details", listed(m.details, detail)}};
}
inline Json json(const TelemetryMessage& m) {
  return {{"counters", listed(m.counters, [](const Counter& c) { return Json::array({json(c.name), c.value}); })}};
}
inline Json json(const LogLine& m) { return {{"level", named(m.level)}, {"text", json(m.text)}}; }
inline Json json(const JobUpdate& m) {
  Json all = {{"job", json(m.job)}, {"status", named(m.status)}};
  put(all, "detail", m.detail, named<JobDetail>);
  return all;
}
inline Json json(const Command& m) {
  Json args = Json::object();
  put(args, "display", m.args.display, named<DenyDisplay>);
  put(args, "countsForLockout", m.args.counts_for_lockout);
  put(args, "latch", m.args.latch, [](const DeviceId& latch) { return json(latch); });
  const Json binding = m.nonce_bound ? Json{{"nonce", json(m.nonce)}}
                                     : Json{{"boot", json(m.boot)}, {"counter", m.counter}};
  return {{"op", named(m.op)},     {"device", json(m.device)}, {"commandId", json(m.command_id)},
          {"binding", binding},    {"ttlMs", m.ttl_ms},        {"args", args},
          {"issuedAtMs", m.issued_at_ms}};
}
inline Json json(const DesiredMessage& m) {
  const auto pairing = [](const Pairing& p) { return Json{{"peer", json(p.peer)}, {"epoch", p.epoch}}; };
  return {{"device", json(m.device)},
          {"version", m.version},
          {"autoRelockMs", m.auto_relock_ms},
          {"heldOpenMs", m.held_open_ms},
          {"pairings", listed(m.pairings, pairing)},
          {"issuedAtMs", m.issued_at_ms}};
}

}  // namespace sl::test
