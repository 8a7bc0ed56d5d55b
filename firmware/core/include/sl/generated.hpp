// Made from packages/core and packages/protocol by: node firmware/tools/generate-header.ts. Do not edit.
#pragma once
#include "sl/text.hpp"

namespace sl {

/// packages/core/src/access/reasons.ts
enum class Reason : uint8_t {
  service_unavailable, device_revoked, lockdown, unknown_credential, credential_bad_mac, credential_replayed,
  credential_disabled, credential_lost, credential_not_yet_active, credential_expired, user_disabled, locked_out,
  no_grant, out_of_schedule, entries_used_up, anti_passback, step_up_required, face_not_enrolled, superseded,
  face_unavailable, second_factor_timeout, no_face, many_faces, low_quality, face_no_match, device_offline, low_battery,
  jammed, bad_signature, unknown_key, wrong_device, no_attempt, expired, replayed, retained, presentation_attack,
  duress,
};
template <>
struct Names<Reason> {
  static constexpr const char* all[] = {
      "service_unavailable", "device_revoked", "lockdown", "unknown_credential", "credential_bad_mac",
      "credential_replayed", "credential_disabled", "credential_lost", "credential_not_yet_active",
      "credential_expired", "user_disabled", "locked_out", "no_grant", "out_of_schedule", "entries_used_up",
      "anti_passback", "step_up_required", "face_not_enrolled", "superseded", "face_unavailable",
      "second_factor_timeout", "no_face", "many_faces", "low_quality", "face_no_match", "device_offline", "low_battery",
      "jammed", "bad_signature", "unknown_key", "wrong_device", "no_attempt", "expired", "replayed", "retained",
      "presentation_attack", "duress",
  };
};

/// packages/protocol/src/topics.ts: the rows below sl/1/{device}/
enum class Topic : uint8_t {
  state, info, reported, desired, nfc_tap, face_frame, cmd_unlock, cmd_deny, cmd_capture, cmd_challenge, cmd_lock,
  cmd_reboot, result_unlock, result_deny, result_capture, result_challenge, result_lock, result_reboot, evt_lock,
  evt_door, evt_alarm, tele_power, tele_radio, tele_nfc, log, job_notify, job_update,
};
template <>
struct Names<Topic> {
  static constexpr const char* all[] = {
      "state", "info", "reported", "desired", "nfc/tap", "face/frame", "cmd/unlock", "cmd/deny", "cmd/capture",
      "cmd/challenge", "cmd/lock", "cmd/reboot", "result/unlock", "result/deny", "result/capture", "result/challenge",
      "result/lock", "result/reboot", "evt/lock", "evt/door", "evt/alarm", "tele/power", "tele/radio", "tele/nfc",
      "log", "job/notify", "job/update",
  };
};

/// cmd/{op}, result/{op}
enum class Op : uint8_t {
  unlock, deny, capture, challenge, lock, reboot,
};
template <>
struct Names<Op> {
  static constexpr const char* all[] = {
      "unlock", "deny", "capture", "challenge", "lock", "reboot",
  };
};

/// Who a row of the topic table speaks of
enum class Party : uint8_t {
  latch, camera, device, server,
};
template <>
struct Names<Party> {
  static constexpr const char* all[] = {
      "latch", "camera", "device", "server",
  };
};

/// What a message on that topic must carry
enum class Proof : uint8_t {
  mac, signature, none,
};
template <>
struct Names<Proof> {
  static constexpr const char* all[] = {
      "mac", "signature", "none",
  };
};

/// packages/protocol/src/messages.ts: state
enum class DeviceState : uint8_t {
  init, ready, sleeping, disconnected, lost,
};
template <>
struct Names<DeviceState> {
  static constexpr const char* all[] = {
      "init", "ready", "sleeping", "disconnected", "lost",
  };
};

/// event-kind of the CDDL
enum class EventKind : uint8_t {
  LockOperation, LockOperationError, DoorStateChange, door_forced_open, door_held_open, held_cleared,
  no_entry_after_grant, exit_button, tamper, denial_burst,
};
template <>
struct Names<EventKind> {
  static constexpr const char* all[] = {
      "LockOperation", "LockOperationError", "DoorStateChange", "door_forced_open", "door_held_open", "held_cleared",
      "no_entry_after_grant", "exit_button", "tamper", "denial_burst",
  };
};

/// log-level of the CDDL
enum class LogLevel : uint8_t {
  debug, info, warn, error,
};
template <>
struct Names<LogLevel> {
  static constexpr const char* all[] = {
      "debug", "info", "warn", "error",
  };
};

/// job-status of the CDDL
enum class JobStatus : uint8_t {
  QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, CANCELED,
};
template <>
struct Names<JobStatus> {
  static constexpr const char* all[] = {
      "QUEUED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "CANCELED",
  };
};

/// job-detail of the CDDL
enum class JobDetail : uint8_t {
  DOWNLOADING, VERIFIED, REBOOTED, CONFIRMED, ROLLED_BACK,
};
template <>
struct Names<JobDetail> {
  static constexpr const char* all[] = {
      "DOWNLOADING", "VERIFIED", "REBOOTED", "CONFIRMED", "ROLLED_BACK",
  };
};

/// deny-display of the CDDL: what a latch shows, never why
enum class DenyDisplay : uint8_t {
  try_again, not_allowed, wait,
};
template <>
struct Names<DenyDisplay> {
  static constexpr const char* all[] = {
      "try_again", "not_allowed", "wait",
  };
};

/// Matter DoorLock
enum class LockState : uint8_t {
  NotFullyLocked, Locked, Unlocked, Unlatched,
};
template <>
struct Names<LockState> {
  static constexpr const char* all[] = {
      "NotFullyLocked", "Locked", "Unlocked", "Unlatched",
  };
};

/// Matter DoorLock
enum class DoorState : uint8_t {
  DoorOpen, DoorClosed, DoorJammed, DoorForcedOpen, DoorUnspecifiedError, DoorAjar,
};
template <>
struct Names<DoorState> {
  static constexpr const char* all[] = {
      "DoorOpen", "DoorClosed", "DoorJammed", "DoorForcedOpen", "DoorUnspecifiedError", "DoorAjar",
  };
};

/// Matter DoorLock
enum class OperatingMode : uint8_t {
  Normal, Vacation, Privacy, NoRemoteLockUnlock, Passage,
};
template <>
struct Names<OperatingMode> {
  static constexpr const char* all[] = {
      "Normal", "Vacation", "Privacy", "NoRemoteLockUnlock", "Passage",
  };
};

/// packages/core/src/latch/latch.ts: LATCH_STATES
enum class Phase : uint8_t {
  Boot, Locked, AwaitDecision, Unlocking, Unlocked, DoorOpen, Relocking, Jammed,
};
template <>
struct Names<Phase> {
  static constexpr const char* all[] = {
      "Boot", "Locked", "AwaitDecision", "Unlocking", "Unlocked", "DoorOpen", "Relocking", "Jammed",
  };
};

/// packages/core/src/latch/latch.ts: LATCH_EVENTS
enum class Transition : uint8_t {
  bolt_locked, bolt_unlocked, tap, unlock, lock, deny, decision_timeout, tamper, exit_button, door_opened, door_closed,
  move_failed, relock_due, retry_due,
};
template <>
struct Names<Transition> {
  static constexpr const char* all[] = {
      "bolt_locked", "bolt_unlocked", "tap", "unlock", "lock", "deny", "decision_timeout", "tamper", "exit_button",
      "door_opened", "door_closed", "move_failed", "relock_due", "retry_due",
  };
};

struct TopicRow {
  Party from;
  Party to;
  uint8_t qos;
  bool retain;
  Proof proof;
  uint32_t max_bytes;
  uint8_t rate_burst;
  uint8_t rate_per_second;
};
/// Indexed by Topic.
inline constexpr TopicRow topic_rows[] = {
    {Party::device, Party::server, 1, true, Proof::none, 1024, 20, 20},  // state
    {Party::device, Party::server, 1, true, Proof::none, 4096, 20, 20},  // info
    {Party::device, Party::server, 1, true, Proof::none, 4096, 20, 20},  // reported
    {Party::server, Party::device, 1, true, Proof::signature, 4096, 20, 20},  // desired
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 5, 1},  // nfc/tap
    {Party::camera, Party::server, 1, false, Proof::mac, 131072, 10, 5},  // face/frame
    {Party::server, Party::latch, 1, false, Proof::signature, 4096, 20, 20},  // cmd/unlock
    {Party::server, Party::latch, 1, false, Proof::signature, 4096, 20, 20},  // cmd/deny
    {Party::server, Party::camera, 1, false, Proof::signature, 4096, 20, 20},  // cmd/capture
    {Party::server, Party::latch, 1, false, Proof::signature, 4096, 20, 20},  // cmd/challenge
    {Party::server, Party::latch, 1, false, Proof::signature, 4096, 20, 20},  // cmd/lock
    {Party::server, Party::device, 1, false, Proof::signature, 4096, 20, 20},  // cmd/reboot
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/unlock
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/deny
    {Party::camera, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/capture
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/challenge
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/lock
    {Party::device, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // result/reboot
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // evt/lock
    {Party::latch, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // evt/door
    {Party::device, Party::server, 1, false, Proof::mac, 4096, 20, 20},  // evt/alarm
    {Party::device, Party::server, 0, false, Proof::none, 4096, 20, 20},  // tele/power
    {Party::device, Party::server, 0, false, Proof::none, 4096, 20, 20},  // tele/radio
    {Party::latch, Party::server, 0, false, Proof::none, 4096, 20, 20},  // tele/nfc
    {Party::device, Party::server, 0, false, Proof::none, 4096, 20, 20},  // log
    {Party::server, Party::device, 1, true, Proof::signature, 4096, 20, 20},  // job/notify
    {Party::device, Party::server, 1, false, Proof::none, 4096, 20, 20},  // job/update
};
inline constexpr const char* topic_root = "sl/1";

/// The event changes nothing in this phase.
inline constexpr Phase no_phase = static_cast<Phase>(0xff);
/// [phase][transition] -> the next phase.
inline constexpr Phase latch_transitions[8][14] = {
    // Boot
    {
        Phase::Locked, Phase::Relocking, no_phase, no_phase, no_phase, no_phase, no_phase, no_phase, Phase::Unlocking,
        Phase::DoorOpen, no_phase, no_phase, no_phase, no_phase,
    },
    // Locked
    {
        no_phase, Phase::Unlocked, Phase::AwaitDecision, Phase::Unlocking, no_phase, no_phase, no_phase, no_phase,
        Phase::Unlocking, Phase::DoorOpen, no_phase, no_phase, no_phase, no_phase,
    },
    // AwaitDecision
    {
        no_phase, Phase::Unlocked, Phase::AwaitDecision, Phase::Unlocking, Phase::Locked, Phase::Locked, Phase::Locked,
        Phase::Locked, Phase::Unlocking, Phase::DoorOpen, no_phase, no_phase, no_phase, no_phase,
    },
    // Unlocking
    {
        no_phase, Phase::Unlocked, no_phase, Phase::Unlocking, Phase::Relocking, no_phase, no_phase, no_phase,
        Phase::Unlocking, Phase::DoorOpen, no_phase, Phase::Jammed, no_phase, no_phase,
    },
    // Unlocked
    {
        Phase::Locked, no_phase, no_phase, Phase::Unlocked, Phase::Relocking, no_phase, no_phase, no_phase,
        Phase::Unlocked, Phase::DoorOpen, no_phase, no_phase, Phase::Relocking, no_phase,
    },
    // DoorOpen
    {
        no_phase, no_phase, no_phase, Phase::DoorOpen, no_phase, no_phase, no_phase, no_phase, Phase::DoorOpen,
        no_phase, Phase::Relocking, no_phase, no_phase, no_phase,
    },
    // Relocking
    {
        Phase::Locked, no_phase, no_phase, Phase::Unlocking, no_phase, no_phase, no_phase, no_phase, Phase::Unlocking,
        Phase::DoorOpen, no_phase, Phase::Jammed, no_phase, no_phase,
    },
    // Jammed
    {
        Phase::Locked, Phase::Unlocked, no_phase, Phase::Unlocking, no_phase, no_phase, no_phase, no_phase,
        Phase::Unlocking, Phase::DoorOpen, no_phase, no_phase, no_phase, Phase::Relocking,
    },
};

namespace limits {
inline constexpr int32_t await_decision_ms = 20000;
inline constexpr int32_t move_ms = 900;
inline constexpr int32_t move_retries = 3;
inline constexpr int32_t jammed_retry_ms = 60000;
inline constexpr int32_t held_open_after_ms = 30000;
inline constexpr int32_t slow_after_denies = 5;
inline constexpr int32_t slow_tap_every_ms = 5000;
inline constexpr int32_t slow_for_ms = 60000;
inline constexpr int32_t nonce_slots = 8;
inline constexpr int32_t challenge_slots = 2;
inline constexpr int32_t max_ttl_ms = 20000;
}  // namespace limits

}  // namespace sl
