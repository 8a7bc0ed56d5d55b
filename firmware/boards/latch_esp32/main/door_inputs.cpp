#include "door_inputs.hpp"

#include "driver/gpio.h"
#include "driver/rtc_io.h"
#include "esp_sleep.h"
#include "pins.hpp"

namespace sl::latch_board {

namespace {

constexpr uint32_t reset_held_ms = 10'000;
constexpr uint32_t look_ms = 50;

constexpr gpio_num_t watched[] = {pins::bolt_locked, pins::bolt_unlocked, pins::door_contact, pins::tamper, pins::motion};

bool is_low(gpio_num_t pin) { return gpio_get_level(pin) == 0; }

void expect_other_level(gpio_num_t pin) {
  gpio_wakeup_enable(pin, is_low(pin) ? GPIO_INTR_HIGH_LEVEL : GPIO_INTR_LOW_LEVEL);
}

constexpr gpio_num_t contacts[] = {pins::bolt_locked, pins::bolt_unlocked, pins::door_contact, pins::tamper,
                                   pins::exit_button};

TaskHandle_t main_task = nullptr;

/// Only wakes the main task, which reads all of them; `read` arms the pin again with the other level.
void on_interrupt(void* pin) {
  gpio_intr_disable(static_cast<gpio_num_t>(reinterpret_cast<intptr_t>(pin)));
  BaseType_t woken = pdFALSE;
  vTaskNotifyGiveFromISR(main_task, &woken);
  portYIELD_FROM_ISR(woken);
}

void make_input(gpio_num_t pin, gpio_pullup_t pull_up) {
  gpio_config_t config = {};
  config.pin_bit_mask = 1ULL << pin;
  config.mode = GPIO_MODE_INPUT;
  config.pull_up_en = pull_up;
  ESP_ERROR_CHECK(gpio_config(&config));
}

}  // namespace

void init_input_pins() {
  for (const gpio_num_t pin : contacts) make_input(pin, GPIO_PULLUP_ENABLE);
  make_input(pins::motion, GPIO_PULLUP_DISABLE);  // GPIO 35 has no pull-up, and the sensor drives it
  ESP_ERROR_CHECK(gpio_install_isr_service(0));
  ESP_ERROR_CHECK(esp_sleep_enable_gpio_wakeup());
}

DoorInputs::DoorInputs(Egress& egress, TaskHandle_t notified) : egress_(egress) {
  main_task = notified;
  for (const gpio_num_t pin : watched) {
    expect_other_level(pin);
    ESP_ERROR_CHECK(gpio_isr_handler_add(pin, on_interrupt, reinterpret_cast<void*>(static_cast<intptr_t>(pin))));
  }
}

Inputs DoorInputs::read() {
  for (const gpio_num_t pin : watched) {
    expect_other_level(pin);
    gpio_intr_enable(pin);
  }
  Inputs inputs;
  inputs.bolt_locked = is_low(pins::bolt_locked);
  inputs.bolt_unlocked = is_low(pins::bolt_unlocked);
  inputs.door_open = !is_low(pins::door_contact);
  inputs.exit_pressed = egress_.pressed();
  inputs.tampered = !is_low(pins::tamper);
  inputs.motion = !is_low(pins::motion);
  return inputs;
}

bool reset_button_is_held() {
  for (uint32_t held_ms = 0; held_ms < reset_held_ms; held_ms += look_ms) {
    if (!is_low(pins::exit_button)) return false;
    vTaskDelay(pdMS_TO_TICKS(look_ms));
  }
  return true;
}

bool inputs_forbid_deep_sleep() {
  return !is_low(pins::door_contact) || !is_low(pins::tamper) || !is_low(pins::motion) || is_low(pins::exit_button);
}

void deep_sleep(ClockMs longest_ms) {
  // The button's contact is open all day, so its pull-up inside the chip costs nothing. The other two are closed all day:
  // through 45 kohm each would take 73 uA, seven times the sleeping chip, so they have 1 Mohm outside.
  rtc_gpio_pullup_en(pins::exit_button);
  rtc_gpio_pullup_dis(pins::door_contact);
  rtc_gpio_pullup_dis(pins::tamper);
  // The ESP32 wakes on any of several pins only when they go high: those are contacts that open, and the motion sensor. The
  // button, which goes low, has the other wake source for itself.
  constexpr uint64_t going_high = 1ULL << pins::door_contact | 1ULL << pins::tamper | 1ULL << pins::motion;
  ESP_ERROR_CHECK(esp_sleep_enable_ext1_wakeup_io(going_high, ESP_EXT1_WAKEUP_ANY_HIGH));
  ESP_ERROR_CHECK(esp_sleep_enable_ext0_wakeup(pins::exit_button, 0));
  ESP_ERROR_CHECK(esp_sleep_enable_timer_wakeup(static_cast<uint64_t>(longest_ms) * 1000));
  esp_deep_sleep_start();
}

}  // namespace sl::latch_board
