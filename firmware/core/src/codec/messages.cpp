// packages/protocol/schema/device.cddl, rule by rule.
#include "sl/codec/messages.hpp"

namespace sl {

using limits::count_max;

namespace {

constexpr int64_t detail_max = 1099511627776;     // 2^40
constexpr int64_t telemetry_max = 281474976710656;  // 2^48
constexpr uint16_t auto_relock_s_max = 3600;
constexpr int64_t rssi_dbm_max = 200;

void code(Codec& c, CredentialProof& credential) {
  Map map(c);
  map.key(1), c.named(credential.kind);
  if (credential.kind == CredentialKind::ntag424) {
    map.key(2), c.uint(credential.key_id, 255);
    map.key(3), c.bytes(credential.picc.span());
    map.key(4), c.bytes(credential.mac.span());
  } else {
    map.key(2), c.bytes(credential.uid.span(), credential.uid_size, limits::uid_bytes_min);
  }
  map.end();
}

void code(Codec& c, Stage& stage) {
  c.tuple(2);
  c.text(stage.name, limits::name_chars);
  c.uint(stage.after_ms, limits::stage_ms_max);
}

void code(Codec& c, Measure& measure) {
  c.tuple(2);
  c.text(measure.name, limits::name_chars);
  c.uint(measure.value, count_max);
}

void code(Codec& c, Detail& detail) {
  c.tuple(2);
  c.text(detail.name, limits::name_chars);
  const bool is_text = c.reading() ? c.peek() == CborType::text : !detail.text.empty();
  if (is_text) c.text(detail.text, limits::short_text_chars);
  else c.integer(detail.number, -detail_max, detail_max);
}

void code(Codec& c, Counter& counter) {
  c.tuple(2);
  c.text(counter.name, limits::short_text_chars);
  c.integer(counter.value, -telemetry_max, telemetry_max);
}

void code(Codec& c, Pairing& pairing) {
  Map map(c);
  map.key(1), c.device(pairing.peer);
  map.key(2), c.uint(pairing.epoch, count_max);
  map.end();
}

}  // namespace

void code(Codec& c, TapMessage& tap) {
  Map map(c);
  map.key(1), c.bytes(tap.tap_id.span());
  map.key(2), c.bytes(tap.nonce.span());
  map.key(3), code(c, tap.credential);
  map.key(4), c.boolean(tap.camera_woken);
  map.end();
}

void code(Codec& c, FrameHeader& header) {
  Map map(c);
  map.key(1), c.bytes(header.nonce.span());
  map.key(2), c.device(header.latch);
  map.key(3), c.uint(header.sequence, count_max);
  map.key(4), c.uint(header.captured_at_ms, count_max);
  map.key(5), c.bytes(header.sha256.span());
  map.end();
}

void code(Codec& c, StateMessage& state) {
  Map map(c);
  map.key(1), c.named(state.state);
  map.key(2), c.bytes(state.boot.span());
  map.key(3), c.uint(state.connection, count_max);
  map.end();
}

void code(Codec& c, InfoMessage& info) {
  Map map(c);
  map.key(1), c.text(info.model, limits::model_chars);
  map.key(2), c.text(info.firmware, limits::model_chars);
  map.key(3), c.list(info.capabilities, [&c](Text& capability) { c.text(capability, limits::short_text_chars); });
  map.key(4), c.list(info.key_ids, [&c](Bytes<8>& kid) { c.bytes(kid.span()); });
  map.key(5), c.bytes(info.boot.span());
  map.key(6), c.text(info.reset_reason, limits::short_text_chars);
  map.end();
}

void code(Codec& c, ReportedMessage& reported) {
  Map map(c);
  if (map.has(1, reported.lock_state)) c.named(reported.lock_state.value);
  if (map.has(2, reported.door_state)) c.named(reported.door_state.value);
  if (map.has(3, reported.operating_mode)) c.named(reported.operating_mode.value);
  if (map.has(4, reported.auto_relock_time_s)) c.uint(reported.auto_relock_time_s.value, auto_relock_s_max);
  if (map.has(5, reported.battery_percent)) c.uint(reported.battery_percent.value, 100);
  if (map.has(6, reported.rssi_dbm)) c.integer(reported.rssi_dbm.value, -rssi_dbm_max, rssi_dbm_max);
  if (map.has(7, reported.free_heap_bytes)) c.uint(reported.free_heap_bytes.value, count_max);
  if (map.has(8, reported.config_version)) c.uint(reported.config_version.value, count_max);
  map.end();
}

void code(Codec& c, ResultMessage& result) {
  Map map(c);
  map.key(1), c.bytes(result.command_id.span());
  map.key(2), c.boolean(result.ok);
  if (map.has(3, result.reason)) c.text(result.reason.value, limits::short_text_chars);
  map.key(4), c.list(result.stages, [&c](Stage& stage) { code(c, stage); });
  if (map.has(5, result.nonce)) c.bytes(result.nonce.value.span());
  if (map.has(6, result.measured)) c.list(result.measured.value, [&c](Measure& measure) { code(c, measure); });
  map.end();
}

void code(Codec& c, EventMessage& event) {
  Map map(c);
  map.key(1), c.uint(event.sequence, count_max);
  map.key(2), c.bytes(event.previous.span());
  map.key(3), c.named(event.kind);
  map.key(4), c.uint(event.at_ms, count_max);
  map.key(5), c.list(event.details, [&c](Detail& detail) { code(c, detail); });
  map.end();
}

void code(Codec& c, TelemetryMessage& telemetry) {
  Map map(c);
  map.key(1), c.list(telemetry.counters, [&c](Counter& counter) { code(c, counter); });
  map.end();
}

void code(Codec& c, LogLine& line) {
  Map map(c);
  map.key(1), c.named(line.level);
  map.key(2), c.text(line.text, limits::log_text_chars);
  map.end();
}

void code(Codec& c, JobUpdate& update) {
  Map map(c);
  map.key(1), c.text(update.job, limits::model_chars);
  map.key(2), c.named(update.status);
  if (map.has(3, update.detail)) c.named(update.detail.value);
  map.end();
}

void code(Codec& c, Command& command) {
  Map map(c);
  map.key(1), c.named(command.op);
  map.key(2), c.device(command.device);
  map.key(3), c.bytes(command.command_id.span());
  map.key(4);
  Map binding(c);
  if (command.nonce_bound = binding.has(1, command.nonce_bound); command.nonce_bound) {
    c.bytes(command.nonce.span());
  } else {
    binding.key(2), c.bytes(command.boot.span());
    binding.key(3), c.uint(command.counter, count_max);
  }
  binding.end();
  map.key(5), c.uint(command.ttl_ms, limits::max_ttl_ms, 1);
  map.key(6);
  Map args(c);
  if (args.has(1, command.args.display)) c.named(command.args.display.value);
  if (args.has(2, command.args.counts_for_lockout)) c.boolean(command.args.counts_for_lockout.value);
  if (args.has(3, command.args.latch)) c.device(command.args.latch.value);
  args.end();
  map.key(7), c.uint(command.issued_at_ms, count_max);
  map.end();
}

void code(Codec& c, DesiredMessage& desired) {
  Map map(c);
  map.key(1), c.device(desired.device);
  map.key(2), c.uint(desired.version, count_max);
  map.key(3), c.uint(desired.auto_relock_ms, limits::configured_ms_max);
  map.key(4), c.uint(desired.held_open_ms, limits::configured_ms_max);
  map.key(5), c.list(desired.pairings, [&c](Pairing& pairing) { code(c, pairing); });
  map.key(6), c.uint(desired.issued_at_ms, count_max);
  map.end();
}

}  // namespace sl
