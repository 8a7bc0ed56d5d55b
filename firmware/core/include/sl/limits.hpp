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
/// Of our boards; the CDDL has room for 32.
inline constexpr size_t capabilities = 8;
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
/// The longest message of the server that a device can use: a configuration with eight pairings has 534 bytes.
inline constexpr size_t downlink_bytes = 640;
/// Free bytes in front of a signed message, where its Sig_structure is built around the payload as it lies.
inline constexpr size_t sign1_room_bytes = 64;
inline constexpr size_t command_key_slots = 2;
inline constexpr size_t uplink_key_slots = 2;

// ---- latch ----
/// Commands that wait for the bolt. Each unlock among them holds a nonce slot; what is left is for `lock`.
inline constexpr size_t pending_commands = 8;
inline constexpr Ms auto_relock_ms = 5'000;
/// Refusals that cannot name their command are reported at most this often.
inline constexpr Ms stray_result_ms = 1'000;
/// How much longer than its travel one try of the bolt may take.
inline constexpr Ms bolt_slack_ms = 250;
/// Time for the result to leave before a reboot.
inline constexpr Ms reboot_after_ms = 300;

// ---- switches ----
/// A contact counts when it said the same for so long.
inline constexpr Ms debounce_ms = 20;
/// How often the inputs are looked at where nothing wakes the core for them.
inline constexpr Ms inputs_poll_ms = 10;

// ---- journal and settings ----
inline constexpr uint8_t flash_erased = 0xff;
/// Flash is read through a buffer of this size on the stack.
inline constexpr size_t flash_piece_bytes = 64;
inline constexpr size_t journal_sectors = 32;
/// A sealed event: the longest of a latch has about 200 bytes.
inline constexpr size_t event_bytes = 320;
/// A `desired` with eight pairings and the largest numbers.
inline constexpr size_t configuration_bytes = 448;
/// What a latch takes for its waits; the API gives no less either.
inline constexpr uint32_t latch_wait_ms_min = 1'000;
/// The time in flash moves on at most this often.
inline constexpr uint64_t time_floor_step_s = 86'400;
/// How far two answers of SNTP may differ.
inline constexpr uint64_t time_slack_s = 300;
/// A time that is further ahead of the firmware's is a lie: it would make every certificate look expired, for good.
inline constexpr uint64_t time_ahead_max_s = uint64_t{20} * 365 * 86'400;

// ---- link ----
/// After this a tap is not sent again: its answer could not be in time, and the panel says so.
inline constexpr Ms tap_life_ms = 5'000;
/// A result that is older concludes nothing any more: its attempt ended long ago.
inline constexpr Ms result_life_ms = 60'000;
inline constexpr Ms job_update_life_ms = 600'000;
/// How long a PUBACK may take before the same bytes are sent again: at first, and doubled up to the cap.
inline constexpr Ms resend_ms = 1'200;
inline constexpr Ms resend_cap_ms = 10'000;
/// A broker that owes a PUBACK for so long counts as no server, however well the connection looks.
inline constexpr Ms silent_ms = 5'000;
/// And after so long the connection is opened anew: TCP alone would notice much later.
inline constexpr Ms dead_ms = 20'000;
inline constexpr size_t outbox_entries = 8;
/// A sealed tap has 127 bytes at most, a result of a latch 138, of a camera that measured 8 values 192.
inline constexpr size_t outbox_entry_bytes = 192;
inline constexpr size_t in_flight = 8;
/// Of these, events of the journal.
inline constexpr size_t events_in_flight = 4;
/// Of the broker's allowance, what the events of a long outage leave for taps and results.
inline constexpr int32_t spared_tokens = 4;
/// Model, firmware, eight capabilities, four key ids.
inline constexpr size_t info_bytes = 512;
/// TCP, TLS with client certificate (2-3 s on an ESP32), CONNACK, SUBACKs.
inline constexpr Ms connect_deadline_ms = 15'000;
/// After a shorter connection the back-off goes on where it was.
inline constexpr Ms stable_ms = 10'000;
/// When the link takes no more, it is asked again after this.
inline constexpr Ms publish_retry_ms = 50;
inline constexpr Ms backoff_first_ms = 200;
inline constexpr Ms backoff_cap_ms = 10'000;
inline constexpr unsigned keepalive_s = 60;
/// The device asks for its keys at most this often.
inline constexpr Ms secrets_interval_ms = 5'000;

// ---- peer (board to board) ----
/// Magic, epoch, counter, latch, nonce, MAC.
inline constexpr size_t peer_frame_bytes = 4 + 4 + 6 + device_id_chars + 16 + 32;
inline constexpr uint64_t peer_window = 64;
inline constexpr size_t cameras_per_latch = 2;
/// How long a tap waits for a camera's answer; on ESP-NOW the radio itself has it in about 2 ms.
inline constexpr Ms peer_ack_ms = 40;
/// The same on each channel of a search: 13 of them delay a tap by 156 ms.
inline constexpr Ms peer_hop_ms = 12;
/// After a search that found nobody a tap waits for the known channel alone.
inline constexpr Ms peer_search_rest_ms = 30'000;
/// Numbers given out for one write to flash: at 200 taps a day a write every five days.
inline constexpr uint32_t counter_block = 1024;

// ---- nfc ----
/// Data field of an answer: two cards, each with a triple UID and the longest ATS that fits the chip's frames of 64 bytes.
inline constexpr size_t nfc_answer_bytes = 160;
/// On the bus: direction byte, preamble, start code, LEN, LCS; the data field; DCS, postamble.
inline constexpr size_t nfc_frame_bytes = 6 + nfc_answer_bytes + 2;
/// Code and parameters of a command: the longest is InDataExchange with the SELECT of the NDEF application.
inline constexpr size_t nfc_command_bytes = 16;
/// The NDEF file of an NTAG 424 DNA (NT4H2421Gx, 8.2.3).
inline constexpr size_t nfc_file_bytes = 256;
/// One READ BINARY: with PCB, status word and CRC it fills one 64-byte block, so nothing is chained.
inline constexpr size_t nfc_read_bytes = 59;
inline constexpr size_t url_host_chars = 253;
/// Retries inside one InListPassiveTarget; unbounded is the chip's own default.
inline constexpr uint8_t nfc_activation_retries = 2;
inline constexpr unsigned nfc_command_tries = 3;
inline constexpr unsigned nfc_answer_tries = 3;
/// Activations of a card that stays but cannot be read.
inline constexpr unsigned nfc_read_tries = 3;
/// Polls that must find nothing before a card counts as gone.
inline constexpr unsigned nfc_gone_polls = 2;
/// Resets in a row without a pause between them.
inline constexpr unsigned nfc_quick_resets = 3;
inline constexpr Ms nfc_reset_pause_ms = 10'000;
/// From the end of a reset until the chip listens.
inline constexpr Ms nfc_boot_ms = 20;
/// The oscillator's start after the bus woke the chip (PN532/C1, T_osc_start: 2 ms at most, in whole ms of a clock).
inline constexpr Ms nfc_wake_ms = 3;
/// UM0701-02, 6.2.2: the ACK comes within 15 ms.
inline constexpr Ms nfc_ack_ms = 20;
inline constexpr Ms nfc_command_ms = 100;
inline constexpr Ms nfc_list_ms = 300;
/// One answer of a card, its requests for more time included.
inline constexpr Ms nfc_exchange_ms = 600;
/// All tries of one presentation.
inline constexpr Ms nfc_presentation_ms = 2'500;
/// A card forgets its state when the field is off for 5 ms (ISO/IEC 14443-3, 5): twice that.
inline constexpr Ms nfc_field_off_ms = 10;
/// How often the chip is asked whether it is ready.
inline constexpr Ms nfc_status_ms = 1;
/// From one look for a card to the next, on mains and on batteries (docs/power.md: 2 Hz).
inline constexpr Ms nfc_poll_mains_ms = 100;
inline constexpr Ms nfc_poll_battery_ms = 500;

// ---- camera ----
inline constexpr size_t captures_per_nonce = 3;
inline constexpr size_t camera_nonces = 8;
/// Pictures that are owed at once, over all doors of a camera.
inline constexpr size_t capture_jobs = 8;
/// Commands that wait for the keys of a pairing younger than they.
inline constexpr size_t held_commands = 2;
/// 800 x 600, the most that an OV2640 gives at full rate, at 1/8 scale.
inline constexpr size_t luma_points = 100 * 75;
/// A frame without its header.
inline constexpr size_t jpeg_bytes = frame_bytes - 192;
/// The server's face pipeline refuses what is darker (STRETCH_FROM_LUMA of packages/core).
inline constexpr uint8_t luma_min = 8;
inline constexpr uint8_t luma_max = 235;
/// Mean of the first differences of a point below which a picture shows nothing but noise.
inline constexpr uint32_t picture_detail_min = 1;
/// Per mille, see `Measures`. Photographs have 550 to 700, blurred over 6 pixels of 640 about 400, over 12 about 240.
inline constexpr uint16_t focus_min = 300;
inline constexpr uint16_t focus_good = 450;
/// A point moved when its brightness changed by more than this.
inline constexpr uint32_t motion_luma = 24;
inline constexpr uint16_t motion_max = 300;
inline constexpr uint16_t motion_still = 30;
/// The exposure is settled when the mean of two pictures in a row differs by no more than this, or after this time.
inline constexpr int settle_luma = 4;
inline constexpr Ms settle_ms = 600;
/// Settled pictures to choose from at most, and until when: the server asks again after 2.5 s.
inline constexpr unsigned capture_candidates = 3;
inline constexpr Ms capture_ms = 1'500;
/// A frame that is older has no attempt left to count in.
inline constexpr Ms frame_life_ms = 10'000;
/// The lens stays awake for the next capture of the same tap: its exposure needs no second settling.
inline constexpr Ms lens_linger_ms = 10'000;
/// How often a lens that has no picture yet is asked again, and how many pictures are looked at before other work.
inline constexpr Ms lens_poll_ms = 5;
inline constexpr unsigned pictures_per_tick = 4;

}  // namespace sl::limits
