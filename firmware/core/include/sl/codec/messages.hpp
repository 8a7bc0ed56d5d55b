// Every message of packages/protocol/schema/device.cddl, in its order and with its names. Texts of a message that was read
// are views of its bytes; everything else is by value.
#pragma once
#include "sl/codec/fields.hpp"

namespace sl {

// ---- nfc/tap ----

enum class CredentialKind : uint8_t { uid, ntag424 };
template <>
struct Names<CredentialKind> {
  static constexpr char all[] = "uid\0" "ntag424\0";
};

/// What the reader was shown: a closed union.
struct CredentialProof {
  CredentialKind kind = CredentialKind::uid;
  // ntag424
  uint8_t key_id = 0;
  Id16 picc;
  Bytes<8> mac;
  // uid
  uint8_t uid_size = 0;
  Bytes<limits::uid_bytes_max> uid;
};

struct TapMessage {
  Id16 tap_id;
  Id16 nonce;
  CredentialProof credential;
  bool camera_woken = false;
};

// ---- face/frame: in front of the JPEG ----

struct FrameHeader {
  Id16 nonce;
  DeviceId latch;
  uint64_t sequence = 0;
  uint64_t captured_at_ms = 0;
  Hash sha256;
};

// ---- state, info, reported: hints, without a MAC ----

struct StateMessage {
  DeviceState state = DeviceState::init;
  Id16 boot;
  uint64_t connection = 0;
};

struct InfoMessage {
  Text model;
  Text firmware;
  List<Text, limits::capabilities> capabilities;
  List<Bytes<8>, limits::key_ids> key_ids;
  Id16 boot;
  Text reset_reason;
};

struct ReportedMessage {
  Optional<LockState> lock_state;
  Optional<DoorState> door_state;
  Optional<OperatingMode> operating_mode;
  Optional<uint16_t> auto_relock_time_s;
  Optional<uint8_t> battery_percent;
  Optional<int64_t> rssi_dbm;
  Optional<uint64_t> free_heap_bytes;
  Optional<uint64_t> config_version;
};

// ---- result/{op} ----

struct Stage {
  Text name;
  /// Since the command arrived.
  uint32_t after_ms = 0;
};
struct Measure {
  Text name;
  uint64_t value = 0;
};
struct ResultMessage {
  Id16 command_id;
  bool ok = false;
  Optional<Text> reason;
  List<Stage, limits::result_stages> stages;
  Optional<Id16> nonce;
  Optional<List<Measure, limits::result_measures>> measured;
};

// ---- evt/lock, evt/door, evt/alarm ----

/// A name with a text or, without one, a number.
struct Detail {
  Text name;
  Text text;
  int64_t number = 0;
};
struct EventMessage {
  uint64_t sequence = 0;
  Hash previous;
  EventKind kind = EventKind::LockOperation;
  uint64_t at_ms = 0;
  List<Detail, limits::event_details> details;
};

// ---- tele/*, log, job/update ----

struct Counter {
  Text name;
  int64_t value = 0;
};
struct TelemetryMessage {
  List<Counter, limits::telemetry_counters> counters;
};

struct LogLine {
  LogLevel level = LogLevel::info;
  Text text;
};

struct JobUpdate {
  Text job;
  JobStatus status = JobStatus::QUEUED;
  Optional<JobDetail> detail;
};

// ---- cmd/{op} ----

struct Command {
  Op op{};
  DeviceId device;
  Id16 command_id;
  /// Bound to `nonce`, or to `boot` and `counter`.
  bool nonce_bound = false;
  Id16 nonce;
  Id16 boot;
  uint64_t counter = 0;
  uint32_t ttl_ms = 0;
  struct {
    Optional<DenyDisplay> display;
    Optional<bool> counts_for_lockout;
    Optional<DeviceId> latch;
  } args;
  /// For logs alone.
  uint64_t issued_at_ms = 0;
};

// ---- desired ----

struct Pairing {
  DeviceId peer;
  uint64_t epoch = 0;
};
struct DesiredMessage {
  DeviceId device;
  uint64_t version = 0;
  uint32_t auto_relock_ms = 0;
  uint32_t held_open_ms = 0;
  List<Pairing, limits::pairings> pairings;
  uint64_t issued_at_ms = 0;
};

template <> const Field ShapeOf<TapMessage>::field;
template <> const Field ShapeOf<FrameHeader>::field;
template <> const Field ShapeOf<StateMessage>::field;
template <> const Field ShapeOf<InfoMessage>::field;
template <> const Field ShapeOf<ReportedMessage>::field;
template <> const Field ShapeOf<ResultMessage>::field;
template <> const Field ShapeOf<EventMessage>::field;
template <> const Field ShapeOf<TelemetryMessage>::field;
template <> const Field ShapeOf<LogLine>::field;
template <> const Field ShapeOf<JobUpdate>::field;
template <> const Field ShapeOf<Command>::field;
template <> const Field ShapeOf<DesiredMessage>::field;

}  // namespace sl
