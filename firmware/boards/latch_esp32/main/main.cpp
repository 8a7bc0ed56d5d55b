// The latch: puts its parts together and goes round. What happens at a tap is in latch_program.cpp.
#include "esp_app_desc.h"
#include "latch_log.hpp"
#include "latch_program.hpp"
#include "sl_esp/board.hpp"
#include "sl_esp/clock.hpp"
#include "sl_esp/mqtt_link.hpp"
#include "sl_esp/power.hpp"
#include "sl_esp/wall_clock.hpp"

namespace {

using namespace sl;
using namespace sl::latch_board;

/// The main task feeds the watchdog at least this often (CONFIG_ESP_TASK_WDT_TIMEOUT_S is 10).
constexpr ClockMs longest_round_ms = 3'000;
/// The longest that a latch says often is an event (limits::event_bytes) with its topic; MQTT sends a longer one in parts.
constexpr size_t mqtt_out_bytes = 1024;
static_assert(limits::event_bytes + limits::topic_chars < mqtt_out_bytes, "an event leaves in one piece");

/// One try of the bolt takes as long as its travel and a little.
LatchTiming timing_of_this_servo() {
  LatchTiming timing;
  timing.bolt_ms = limits::move_ms + limits::bolt_slack_ms;
  return timing;
}

[[noreturn]] void run(LatchProgram& program, esp::Sleep& sleep, NfcBus& nfc, Panel& panel) {
  esp::start_watchdog();
  program.begin();
  while (true) {
    const ClockMs next_ms = program.round();
    esp::feed_watchdog();
    if (program.may_sleep_deeply()) {
      program.say_goodbye();
      panel.off();
      nfc.power_off();
      deep_sleep(longest_deep_sleep_ms);
    }
    sleep.sleep_until(next_ms);
  }
}

}  // namespace

extern "C" void app_main() {
  TaskHandle_t const main_task = xTaskGetCurrentTaskHandle();
  // The way out comes first, before anything that can wait or fail.
  init_input_pins();
  static BoltDrive motor;
  static Egress egress(motor, main_task);
  static Panel panel;
  panel.show(Shown::no_server);

  static esp::Board board;
  esp::start_board("latch", reset_button_is_held(), board);
  esp::start_power(power_plan.light_sleep);
  static esp::Clock clock;
  static esp::Rng rng;
  static esp::Sleep sleep(clock, longest_round_ms);
  static esp::Inbox inbox;
  static esp::Updater updater;
  static esp::Errands errands(board.crypto, board.key, board.identity, updater, main_task);

  static StoredCounter journal_floor(board.records, RecordKey::sequence_floor);
  static Journal journal(FlashArea(board.flash, 0, esp::journal_sectors), board.crypto, journal_floor);
  ESP_ERROR_CHECK(journal.open() ? ESP_OK : ESP_FAIL);
  static Settings settings(board.crypto, board.records, board.id, Party::latch);
  static StoredCounter wake_store(board.records, RecordKey::counter);
  static RisingCounter wakes(wake_store);

  esp::start_wifi(power_plan.wifi, main_task);
  esp::start_sntp();
  static esp::TlsTransport tls(board.identity.certificate, board.identity.key_der, esp::trust_broker_ca);
  static esp::MqttLink link(inbox, board.id, {board.identity.broker_host, board.identity.broker_port}, tls, mqtt_out_bytes);
  static esp::EspNowPeer peer(esp::PeerRole::asks, board.crypto, inbox);

  static GuardedDrive drive(motor, clock);
  static DoorInputs inputs(egress, main_task);
  static NfcBus nfc;
  static LatchLog log;
  const BoardFacts facts = {board.id, "latch_esp32", esp_app_get_description()->version, esp::reset_reason(),
                            power_plan.nfc};
  static LatchDevice device(
      {clock, rng, board.crypto, nfc, inputs, drive, panel, link, peer, sleep, journal, settings, wakes, log},
      facts, board.keys, timing_of_this_servo());
  static LatchProgram program({clock, motor, drive, inputs, nfc, inbox, link, peer, errands, updater, journal},
                              device, board.keys);
  run(program, sleep, nfc, panel);
}
