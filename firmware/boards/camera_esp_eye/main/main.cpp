// The camera: puts its parts together and goes round. What happens at a tap is in camera_program.cpp.
#include "camera_log.hpp"
#include "camera_program.hpp"
#include "driver/gpio.h"
#include "esp_app_desc.h"
#include "esp_heap_caps.h"
#include "pins.hpp"
#include "sl_esp/board.hpp"
#include "sl_esp/clock.hpp"
#include "sl_esp/errands.hpp"
#include "sl_esp/mqtt_link.hpp"
#include "sl_esp/power.hpp"
#include "sl_esp/wall_clock.hpp"
#include "sl_esp/wifi.hpp"

namespace {

using namespace sl;
using namespace sl::camera_board;

constexpr ClockMs longest_round_ms = 3'000;
/// MQTT sends a longer message in parts of this size.
constexpr size_t mqtt_out_bytes = 4096;
constexpr uint32_t reset_held_ms = 10'000;
constexpr uint32_t look_ms = 50;

/// Whether the button is held for 10 s from power-on: forget everything.
bool reset_button_is_held() {
  gpio_config_t config = {};
  config.pin_bit_mask = 1ULL << pins::button;
  config.mode = GPIO_MODE_INPUT;
  config.pull_up_en = GPIO_PULLUP_ENABLE;
  ESP_ERROR_CHECK(gpio_config(&config));
  for (uint32_t held_ms = 0; held_ms < reset_held_ms; held_ms += look_ms) {
    if (gpio_get_level(pins::button) != 0) return false;
    vTaskDelay(pdMS_TO_TICKS(look_ms));
  }
  return true;
}

/// A frame and its header, in PSRAM.
ByteSpan frame_memory() {
  void* const memory = heap_caps_malloc(limits::frame_bytes, MALLOC_CAP_SPIRAM);
  ESP_ERROR_CHECK(memory == nullptr ? ESP_ERR_NO_MEM : ESP_OK);
  return {static_cast<uint8_t*>(memory), limits::frame_bytes};
}

}  // namespace

extern "C" void app_main() {
  TaskHandle_t const main_task = xTaskGetCurrentTaskHandle();
  static esp::Board board;
  esp::start_board("camera", reset_button_is_held(), board);
  esp::start_power(false);
  static esp::Clock clock;
  static esp::Rng rng;
  static esp::Sleep sleep(clock, longest_round_ms);
  static esp::Inbox inbox;
  static esp::Updater updater;
  static esp::Errands errands(board.crypto, board.key, board.identity, updater, main_task);
  static StoredCounter journal_floor(board.records, RecordKey::sequence_floor);
  static Journal journal(FlashArea(board.flash, 0, esp::journal_sectors), board.crypto, journal_floor);
  ESP_ERROR_CHECK(journal.open() ? ESP_OK : ESP_FAIL);
  static Settings settings(board.crypto, board.records, board.id, Party::camera);
  static StoredCounter frame_store(board.records, RecordKey::counter);
  static RisingCounter frames(frame_store);

  esp::start_wifi(esp::WifiPower::awake, main_task);
  esp::start_sntp();
  static esp::TlsTransport tls(board.identity.certificate, board.identity.key_der, esp::trust_broker_ca);
  static esp::MqttLink link(inbox, board.id, {board.identity.broker_host, board.identity.broker_port}, tls, mqtt_out_bytes);
  static esp::EspNowPeer peer(esp::PeerRole::answers, board.crypto, inbox);

  static Lens lens(main_task);
  static CameraLog log;
  const BoardFacts facts = {board.id, "camera_esp_eye", esp_app_get_description()->version, esp::reset_reason(), NfcPower::mains};
  static CameraDevice device({clock, rng, board.crypto, lens, link, journal, settings, frames, log}, facts, board.keys,
                             frame_memory());
  static CameraProgram program({clock, lens, inbox, peer, errands, updater}, device, board.keys);

  esp::start_watchdog();
  program.begin();
  while (true) {
    const ClockMs next_ms = program.round();
    esp::feed_watchdog();
    sleep.sleep_until(next_ms);
  }
}
