// Every buffer, list, retry and wait of the device, with its unit in its name. What the server must know too comes from
// generated.hpp (LATCH of packages/core, the topic table of packages/protocol).
#pragma once
#include "sl/generated.hpp"

namespace sl::limits {

// ---- messages (packages/protocol/schema/device.cddl) ----
inline constexpr size_t control_message_bytes = 4096;
inline constexpr size_t frame_bytes = 128 * 1024;
inline constexpr size_t name_chars = 24;
inline constexpr size_t short_text_chars = 32;
inline constexpr size_t model_chars = 64;
inline constexpr size_t log_text_chars = 512;
inline constexpr size_t device_id_chars = 26;
/// "sl/1/" + device id + "/" + the longest name of a row ("cmd/challenge", "result/challenge").
inline constexpr size_t topic_chars = 5 + device_id_chars + 1 + 20;
inline constexpr size_t capabilities = 32;
inline constexpr size_t key_ids = 4;
inline constexpr size_t result_stages = 12;
inline constexpr size_t result_measures = 8;
inline constexpr size_t event_details = 8;
inline constexpr size_t telemetry_counters = 32;
inline constexpr size_t pairings = 8;
inline constexpr size_t uid_bytes_min = 4;
inline constexpr size_t uid_bytes_max = 10;
inline constexpr uint64_t count_max = 9007199254740991;  // 2^53 - 1: what a double can count to
inline constexpr uint64_t stage_ms_max = 600'000;
inline constexpr uint64_t configured_ms_max = 3'600'000;

// ---- codec ----
inline constexpr size_t cbor_depth = 6;
/// COSE_Mac0 around a payload: tag, array, protected header, empty map, head of the payload, MAC.
inline constexpr size_t mac0_overhead_bytes = 1 + 1 + 7 + 1 + 3 + 34;
/// Free bytes in front of a signed message, where its Sig_structure is built around the payload as it lies.
inline constexpr size_t sign1_room_bytes = 64;
inline constexpr size_t command_key_slots = 2;
inline constexpr size_t uplink_key_slots = 2;

// ---- latch ----
/// Commands that wait for the bolt. Each unlock among them holds a nonce slot; what is left is for `lock`.
inline constexpr size_t pending_commands = 8;
/// One step may settle every pending command and pass four deadlines.
inline constexpr size_t effects_per_step = 32;
inline constexpr Ms auto_relock_ms = 5'000;
/// Refusals that cannot name their command are reported at most this often.
inline constexpr Ms stray_result_ms = 1'000;
/// How much longer than its travel one try of the bolt may take.
inline constexpr Ms bolt_slack_ms = 250;
/// Time for the result to leave before a reboot.
inline constexpr Ms reboot_after_ms = 300;

// ---- link ----
/// After this a tap is not sent again: its answer could not be in time, and the panel says so.
inline constexpr Ms tap_life_ms = 5'000;
/// How long a PUBACK may take before the same bytes are sent again.
inline constexpr Ms resend_ms = 1'200;
inline constexpr size_t outbox_entries = 8;
inline constexpr size_t outbox_entry_bytes = 208;
inline constexpr size_t in_flight = 8;
inline constexpr Ms backoff_first_ms = 200;
inline constexpr Ms backoff_cap_ms = 10'000;
inline constexpr unsigned keepalive_s = 60;
/// The device asks for its keys at most this often.
inline constexpr Ms secrets_interval_ms = 5'000;

// ---- peer (board to board) ----
/// Magic, epoch, counter, latch, nonce, MAC.
inline constexpr size_t peer_frame_bytes = 4 + 4 + 6 + device_id_chars + 16 + 32;
inline constexpr uint64_t peer_window = 64;
/// How long a tap waits for a camera's answer; on ESP-NOW the radio itself has it in about 2 ms.
inline constexpr Ms peer_ack_ms = 40;
/// The same on each channel of a search: 13 of them delay a tap by 156 ms.
inline constexpr Ms peer_hop_ms = 12;
/// After a search that found nobody a tap waits for the known channel alone.
inline constexpr Ms peer_search_rest_ms = 30'000;
/// Numbers given out for one write to flash: at 200 taps a day a write every five days.
inline constexpr uint64_t counter_block = 1024;

}  // namespace sl::limits
