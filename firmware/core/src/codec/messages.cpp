// packages/protocol/schema/device.cddl, rule by rule.
#include "rows.hpp"

namespace sl {

namespace {

constexpr uint32_t any = 0;
constexpr uint32_t as_type = 0;
constexpr uint32_t name_chars = limits::name_chars;
constexpr uint32_t short_text_chars = limits::short_text_chars;
constexpr uint32_t configured_ms_max = limits::configured_ms_max;
/// In units of 2^32.
constexpr uint32_t detail_max = 1 << 8;
constexpr uint32_t telemetry_max = 1 << 16;
constexpr uint32_t auto_relock_s_max = 3600;
constexpr uint32_t rssi_dbm_max = 200;

constexpr Field times_2_32(Field field) {
  field.least = 32;
  return field;
}
constexpr Field at_least(Field field, uint8_t least) {
  field.least = least;
  return field;
}
constexpr Field keyed(uint8_t key, Field field) {
  field.key = key;
  return field;
}
/// Is there when the flag at `flag` says so.
constexpr Field if_flag(Field field, size_t flag) {
  field.flag_before = static_cast<uint8_t>(field.at - flag);
  return field;
}
constexpr Field choice_by(size_t at, const Field* fields) {
  return {FieldKind::choice, 0, 0, 0, static_cast<uint16_t>(at), 0, fields};
}

}  // namespace

// ---- what stands inside of messages ----

static_assert(offsetof(CredentialProof, uid) == offsetof(CredentialProof, uid_size) + 1, "a UID stands behind its size");
constexpr Field ntag424_rows[] = {
    SL_FIELD(2, CredentialProof, key_id, UINT8_MAX),
    SL_FIELD(3, CredentialProof, picc, as_type),
    SL_FIELD(4, CredentialProof, mac, as_type),
};
constexpr Field uid_rows[] = {
    {FieldKind::sized_bytes, 2, 0, limits::uid_bytes_min, offsetof(CredentialProof, uid), limits::uid_bytes_max, {}},
};
constexpr Field proofs[] = {map_of(uid_rows), map_of(ntag424_rows)};  // by CredentialKind
constexpr Field credential_rows[] = {
    SL_FIELD(1, CredentialProof, kind, as_type),
    choice_by(offsetof(CredentialProof, kind), proofs),
};
template <>
constexpr Field described<CredentialProof> = map_of(credential_rows);

constexpr Field stage_rows[] = {
    SL_FIELD(0, Stage, name, name_chars),
    SL_FIELD(0, Stage, after_ms, limits::stage_ms_max),
};
template <>
constexpr Field described<Stage> = tuple_of(stage_rows);

constexpr Field measure_rows[] = {
    SL_FIELD(0, Measure, name, name_chars),
    SL_FIELD(0, Measure, value, any),
};
template <>
constexpr Field described<Measure> = tuple_of(measure_rows);

constexpr Field detail_number = times_2_32(SL_FIELD(0, Detail, number, detail_max));
constexpr Field detail_rows[] = {
    SL_FIELD(0, Detail, name, name_chars),
    {FieldKind::text_or, 0, 0, 0, offsetof(Detail, text), short_text_chars, &detail_number},
};
template <>
constexpr Field described<Detail> = tuple_of(detail_rows);

constexpr Field counter_rows[] = {
    SL_FIELD(0, Counter, name, short_text_chars),
    times_2_32(SL_FIELD(0, Counter, value, telemetry_max)),
};
template <>
constexpr Field described<Counter> = tuple_of(counter_rows);

constexpr Field pairing_rows[] = {
    SL_FIELD(1, Pairing, peer, as_type),
    SL_FIELD(2, Pairing, epoch, any),
};
template <>
constexpr Field described<Pairing> = map_of(pairing_rows);

// ---- the messages ----

namespace {

constexpr Field tap[] = {
    SL_FIELD(1, TapMessage, tap_id, as_type),
    SL_FIELD(2, TapMessage, nonce, as_type),
    SL_FIELD(3, TapMessage, credential, as_type),
    SL_FIELD(4, TapMessage, camera_woken, as_type),
};

constexpr Field frame_header[] = {
    SL_FIELD(1, FrameHeader, nonce, as_type),
    SL_FIELD(2, FrameHeader, latch, as_type),
    SL_FIELD(3, FrameHeader, sequence, any),
    SL_FIELD(4, FrameHeader, captured_at_ms, any),
    SL_FIELD(5, FrameHeader, sha256, as_type),
};

constexpr Field state[] = {
    SL_FIELD(1, StateMessage, state, as_type),
    SL_FIELD(2, StateMessage, boot, as_type),
    SL_FIELD(3, StateMessage, connection, any),
};

constexpr Field info[] = {
    SL_FIELD(1, InfoMessage, model, limits::model_chars),
    SL_FIELD(2, InfoMessage, firmware, limits::model_chars),
    SL_FIELD(3, InfoMessage, capabilities, short_text_chars),
    SL_FIELD(4, InfoMessage, key_ids, as_type),
    SL_FIELD(5, InfoMessage, boot, as_type),
    SL_FIELD(6, InfoMessage, reset_reason, short_text_chars),
};

constexpr Field reported[] = {
    SL_FIELD(1, ReportedMessage, lock_state, as_type),
    SL_FIELD(2, ReportedMessage, door_state, as_type),
    SL_FIELD(3, ReportedMessage, operating_mode, as_type),
    SL_FIELD(4, ReportedMessage, auto_relock_time_s, auto_relock_s_max),
    SL_FIELD(5, ReportedMessage, battery_percent, 100),
    SL_FIELD(6, ReportedMessage, rssi_dbm, rssi_dbm_max),
    SL_FIELD(7, ReportedMessage, free_heap_bytes, any),
    SL_FIELD(8, ReportedMessage, config_version, any),
};

constexpr Field result[] = {
    SL_FIELD(1, ResultMessage, command_id, as_type),
    SL_FIELD(2, ResultMessage, ok, as_type),
    SL_FIELD(3, ResultMessage, reason, short_text_chars),
    SL_FIELD(4, ResultMessage, stages, as_type),
    SL_FIELD(5, ResultMessage, nonce, as_type),
    SL_FIELD(6, ResultMessage, measured, as_type),
};

constexpr Field event[] = {
    SL_FIELD(1, EventMessage, sequence, any),
    SL_FIELD(2, EventMessage, previous, as_type),
    SL_FIELD(3, EventMessage, kind, as_type),
    SL_FIELD(4, EventMessage, at_ms, any),
    SL_FIELD(5, EventMessage, details, as_type),
};

constexpr Field telemetry[] = {SL_FIELD(1, TelemetryMessage, counters, as_type)};

constexpr Field log_line[] = {
    SL_FIELD(1, LogLine, level, as_type),
    SL_FIELD(2, LogLine, text, limits::log_text_chars),
};

constexpr Field job_update[] = {
    SL_FIELD(1, JobUpdate, job, limits::model_chars),
    SL_FIELD(2, JobUpdate, status, as_type),
    SL_FIELD(3, JobUpdate, detail, as_type),
};

constexpr Field boot_binding[] = {
    SL_FIELD(2, Command, boot, as_type),
    SL_FIELD(3, Command, counter, any),
};
constexpr Field bindings[] = {map_of(boot_binding), {}};  // by nonce_bound
constexpr Field binding[] = {
    if_flag(SL_FIELD(1, Command, nonce, as_type), offsetof(Command, nonce_bound)),
    choice_by(offsetof(Command, nonce_bound), bindings),
};
constexpr Field args[] = {
    SL_FIELD(1, Command, args.display, as_type),
    SL_FIELD(2, Command, args.counts_for_lockout, as_type),
    SL_FIELD(3, Command, args.latch, as_type),
};
constexpr Field command[] = {
    SL_FIELD(1, Command, op, as_type),
    SL_FIELD(2, Command, device, as_type),
    SL_FIELD(3, Command, command_id, as_type),
    keyed(4, map_of(binding)),
    at_least(SL_FIELD(5, Command, ttl_ms, limits::max_ttl_ms), 1),
    keyed(6, map_of(args)),
    SL_FIELD(7, Command, issued_at_ms, any),
};

constexpr Field desired[] = {
    SL_FIELD(1, DesiredMessage, device, as_type),
    SL_FIELD(2, DesiredMessage, version, any),
    SL_FIELD(3, DesiredMessage, auto_relock_ms, configured_ms_max),
    SL_FIELD(4, DesiredMessage, held_open_ms, configured_ms_max),
    SL_FIELD(5, DesiredMessage, pairings, as_type),
    SL_FIELD(6, DesiredMessage, issued_at_ms, any),
};

}  // namespace

template <> const Field ShapeOf<TapMessage>::field = map_of(tap);
template <> const Field ShapeOf<FrameHeader>::field = map_of(frame_header);
template <> const Field ShapeOf<StateMessage>::field = map_of(state);
template <> const Field ShapeOf<InfoMessage>::field = map_of(info);
template <> const Field ShapeOf<ReportedMessage>::field = map_of(reported);
template <> const Field ShapeOf<ResultMessage>::field = map_of(result);
template <> const Field ShapeOf<EventMessage>::field = map_of(event);
template <> const Field ShapeOf<TelemetryMessage>::field = map_of(telemetry);
template <> const Field ShapeOf<LogLine>::field = map_of(log_line);
template <> const Field ShapeOf<JobUpdate>::field = map_of(job_update);
template <> const Field ShapeOf<Command>::field = map_of(command);
template <> const Field ShapeOf<DesiredMessage>::field = map_of(desired);

}  // namespace sl
