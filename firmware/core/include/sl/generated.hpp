// Made from packages/core and packages/protocol by: node firmware/tools/generate-header.ts. Do not edit.
#pragma once
#include "sl/text.hpp"

namespace sl {

/// packages/core/src/access/reasons.ts: those that a device gives
enum class Reason : uint8_t {
  low_battery, jammed, bad_signature, unknown_key, wrong_device, no_attempt, expired, replayed, retained, low_quality,
};
template <>
struct Names<Reason> {
  static constexpr char all[] =
      "low_battery\0" "jammed\0" "bad_signature\0" "unknown_key\0" "wrong_device\0" "no_attempt\0" "expired\0"
      "replayed\0" "retained\0" "low_quality\0";
};

/// packages/protocol/src/topics.ts: the rows below sl/1/{device}/
enum class Topic : uint8_t {
  state, info, reported, desired, nfc_tap, face_frame, cmd_unlock, cmd_deny, cmd_capture, cmd_challenge, cmd_lock,
  cmd_reboot, result_unlock, result_deny, result_capture, result_challenge, result_lock, result_reboot, evt_lock,
  evt_door, evt_alarm, tele_power, tele_radio, tele_nfc, log, job_notify, job_update,
};
template <>
struct Names<Topic> {
  static constexpr char all[] =
      "state\0" "info\0" "reported\0" "desired\0" "nfc/tap\0" "face/frame\0" "cmd/unlock\0" "cmd/deny\0" "cmd/capture\0"
      "cmd/challenge\0" "cmd/lock\0" "cmd/reboot\0" "result/unlock\0" "result/deny\0" "result/capture\0"
      "result/challenge\0" "result/lock\0" "result/reboot\0" "evt/lock\0" "evt/door\0" "evt/alarm\0" "tele/power\0"
      "tele/radio\0" "tele/nfc\0" "log\0" "job/notify\0" "job/update\0";
};

/// cmd/{op}, result/{op}
enum class Op : uint8_t {
  unlock, deny, capture, challenge, lock, reboot,
};
template <>
struct Names<Op> {
  static constexpr char all[] =
      "unlock\0" "deny\0" "capture\0" "challenge\0" "lock\0" "reboot\0";
};

/// Who a row of the topic table speaks of
enum class Party : uint8_t {
  latch, camera, device, server,
};
template <>
struct Names<Party> {
  static constexpr char all[] =
      "latch\0" "camera\0" "device\0" "server\0";
};

/// packages/protocol/src/messages.ts: state
enum class DeviceState : uint8_t {
  init, ready, sleeping, disconnected, lost,
};
template <>
struct Names<DeviceState> {
  static constexpr char all[] =
      "init\0" "ready\0" "sleeping\0" "disconnected\0" "lost\0";
};

/// event-kind of the CDDL
enum class EventKind : uint8_t {
  LockOperation, LockOperationError, DoorStateChange, door_forced_open, door_held_open, held_cleared,
  no_entry_after_grant, exit_button, tamper, denial_burst,
};
template <>
struct Names<EventKind> {
  static constexpr char all[] =
      "LockOperation\0" "LockOperationError\0" "DoorStateChange\0" "door_forced_open\0" "door_held_open\0"
      "held_cleared\0" "no_entry_after_grant\0" "exit_button\0" "tamper\0" "denial_burst\0";
};

/// log-level of the CDDL
enum class LogLevel : uint8_t {
  debug, info, warn, error,
};
template <>
struct Names<LogLevel> {
  static constexpr char all[] =
      "debug\0" "info\0" "warn\0" "error\0";
};

/// job-status of the CDDL
enum class JobStatus : uint8_t {
  QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, CANCELED,
};
template <>
struct Names<JobStatus> {
  static constexpr char all[] =
      "QUEUED\0" "IN_PROGRESS\0" "SUCCEEDED\0" "FAILED\0" "TIMED_OUT\0" "REJECTED\0" "CANCELED\0";
};

/// job-detail of the CDDL
enum class JobDetail : uint8_t {
  DOWNLOADING, VERIFIED, REBOOTED, CONFIRMED, ROLLED_BACK,
};
template <>
struct Names<JobDetail> {
  static constexpr char all[] =
      "DOWNLOADING\0" "VERIFIED\0" "REBOOTED\0" "CONFIRMED\0" "ROLLED_BACK\0";
};

/// deny-display of the CDDL: what a latch shows, never why
enum class DenyDisplay : uint8_t {
  try_again, not_allowed, wait,
};
template <>
struct Names<DenyDisplay> {
  static constexpr char all[] =
      "try_again\0" "not_allowed\0" "wait\0";
};

/// Matter DoorLock
enum class LockState : uint8_t {
  NotFullyLocked, Locked, Unlocked, Unlatched,
};
template <>
struct Names<LockState> {
  static constexpr char all[] =
      "NotFullyLocked\0" "Locked\0" "Unlocked\0" "Unlatched\0";
};

/// Matter DoorLock
enum class DoorState : uint8_t {
  DoorOpen, DoorClosed, DoorJammed, DoorForcedOpen, DoorUnspecifiedError, DoorAjar,
};
template <>
struct Names<DoorState> {
  static constexpr char all[] =
      "DoorOpen\0" "DoorClosed\0" "DoorJammed\0" "DoorForcedOpen\0" "DoorUnspecifiedError\0" "DoorAjar\0";
};

/// Matter DoorLock
enum class OperatingMode : uint8_t {
  Normal, Vacation, Privacy, NoRemoteLockUnlock, Passage,
};
template <>
struct Names<OperatingMode> {
  static constexpr char all[] =
      "Normal\0" "Vacation\0" "Privacy\0" "NoRemoteLockUnlock\0" "Passage\0";
};

/// packages/core/src/latch/latch.ts: LATCH_STATES
enum class Phase : uint8_t {
  Boot, Locked, AwaitDecision, Unlocking, Unlocked, DoorOpen, Relocking, Jammed,
};
template <>
struct Names<Phase> {
  static constexpr char all[] =
      "Boot\0" "Locked\0" "AwaitDecision\0" "Unlocking\0" "Unlocked\0" "DoorOpen\0" "Relocking\0" "Jammed\0";
};

/// packages/core/src/latch/latch.ts: LATCH_EVENTS
enum class Transition : uint8_t {
  bolt_locked, bolt_unlocked, tap, unlock, lock, deny, decision_timeout, tamper, exit_button, door_opened, door_closed,
  move_failed, relock_due, retry_due,
};
template <>
struct Names<Transition> {
  static constexpr char all[] =
      "bolt_locked\0" "bolt_unlocked\0" "tap\0" "unlock\0" "lock\0" "deny\0" "decision_timeout\0" "tamper\0"
      "exit_button\0" "door_opened\0" "door_closed\0" "move_failed\0" "relock_due\0" "retry_due\0";
};

/// What a device needs to know of a row. What it may not say, or gets unsigned, it has no code for.
struct TopicRow {
  Party from;
  uint8_t qos;
  bool retain;
  uint8_t rate_burst;
  uint8_t rate_per_second;
};
/// Indexed by Topic.
inline constexpr TopicRow topic_rows[] = {
    {Party::device, 1, true, 20, 20},  // state
    {Party::device, 1, true, 20, 20},  // info
    {Party::device, 1, true, 20, 20},  // reported
    {Party::server, 1, true, 20, 20},  // desired
    {Party::latch, 1, false, 5, 1},  // nfc/tap
    {Party::camera, 1, false, 10, 5},  // face/frame
    {Party::server, 1, false, 20, 20},  // cmd/unlock
    {Party::server, 1, false, 20, 20},  // cmd/deny
    {Party::server, 1, false, 20, 20},  // cmd/capture
    {Party::server, 1, false, 20, 20},  // cmd/challenge
    {Party::server, 1, false, 20, 20},  // cmd/lock
    {Party::server, 1, false, 20, 20},  // cmd/reboot
    {Party::latch, 1, false, 20, 20},  // result/unlock
    {Party::latch, 1, false, 20, 20},  // result/deny
    {Party::camera, 1, false, 20, 20},  // result/capture
    {Party::latch, 1, false, 20, 20},  // result/challenge
    {Party::latch, 1, false, 20, 20},  // result/lock
    {Party::device, 1, false, 20, 20},  // result/reboot
    {Party::latch, 1, false, 20, 20},  // evt/lock
    {Party::latch, 1, false, 20, 20},  // evt/door
    {Party::device, 1, false, 20, 20},  // evt/alarm
    {Party::device, 0, false, 20, 20},  // tele/power
    {Party::device, 0, false, 20, 20},  // tele/radio
    {Party::latch, 0, false, 20, 20},  // tele/nfc
    {Party::device, 0, false, 20, 20},  // log
    {Party::server, 1, true, 20, 20},  // job/notify
    {Party::device, 1, false, 20, 20},  // job/update
};
inline constexpr char topic_root[] = "sl/1";

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
