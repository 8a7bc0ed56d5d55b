#include "panel.hpp"

#include "driver/gpio.h"
#include "driver/ledc.h"
#include "esp_err.h"
#include "pins.hpp"

namespace sl::latch_board {

namespace {

// A timer and channel of its own: the servo's must not change when a tone does.
constexpr ledc_mode_t mode = LEDC_LOW_SPEED_MODE;
constexpr ledc_timer_t timer = LEDC_TIMER_1;
constexpr ledc_channel_t channel = LEDC_CHANNEL_1;
constexpr uint32_t half_duty = 1u << (LEDC_TIMER_10_BIT - 1);

void light(uint32_t colour) {
  gpio_set_level(pins::led_red, colour >> 23 & 1);
  gpio_set_level(pins::led_green, colour >> 15 & 1);
  gpio_set_level(pins::led_blue, colour >> 7 & 1);
}

void sound(uint16_t tone_hz) {
  if (tone_hz == 0) {
    ledc_stop(mode, channel, 0);
    return;
  }
  ledc_set_freq(mode, timer, tone_hz);
  ledc_set_duty(mode, channel, half_duty);
  ledc_update_duty(mode, channel);
}

}  // namespace

Panel::Panel() : lock_(xSemaphoreCreateMutex()) {
  ESP_ERROR_CHECK(lock_ == nullptr ? ESP_ERR_NO_MEM : ESP_OK);
  gpio_config_t leds = {};
  leds.pin_bit_mask = 1ULL << pins::led_red | 1ULL << pins::led_green | 1ULL << pins::led_blue;
  leds.mode = GPIO_MODE_OUTPUT;
  ESP_ERROR_CHECK(gpio_config(&leds));
  ledc_timer_config_t tone = {};
  tone.speed_mode = mode;
  tone.duty_resolution = LEDC_TIMER_10_BIT;
  tone.timer_num = timer;
  tone.freq_hz = 1000;
  tone.clk_cfg = LEDC_USE_RC_FAST_CLK;
  ESP_ERROR_CHECK(ledc_timer_config(&tone));
  ledc_channel_config_t buzzer = {};
  buzzer.gpio_num = pins::buzzer;
  buzzer.speed_mode = mode;
  buzzer.channel = channel;
  buzzer.timer_sel = timer;
  buzzer.sleep_mode = LEDC_SLEEP_MODE_KEEP_ALIVE;
  ESP_ERROR_CHECK(ledc_channel_config(&buzzer));
  esp_timer_create_args_t steps = {};
  steps.callback = on_timer;
  steps.arg = this;
  steps.name = "panel";
  ESP_ERROR_CHECK(esp_timer_create(&steps, &timer_));
}

void Panel::show(Shown what) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  if (pattern_of(what).is_state) state_ = &pattern_of(what);
  play(pattern_of(what));
  xSemaphoreGive(lock_);
}

void Panel::off() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  esp_timer_stop(timer_);
  pattern_ = state_ = nullptr;
  light(0);
  sound(0);
  xSemaphoreGive(lock_);
}

void Panel::on_timer(void* self) {
  auto& panel = *static_cast<Panel*>(self);
  xSemaphoreTake(panel.lock_, portMAX_DELAY);
  if (panel.pattern_) panel.next();
  xSemaphoreGive(panel.lock_);
}

void Panel::play(const PanelPattern& pattern) {
  pattern_ = &pattern;
  step_ = 0;
  played_ = 0;
  next();
}

void Panel::next() {
  esp_timer_stop(timer_);
  if (step_ >= pattern_->count) {
    step_ = 0;
    if (pattern_->plays != 0 && ++played_ >= pattern_->plays) {
      if (pattern_->is_state || !state_) return;
      return play(*state_);
    }
  }
  const PanelStep& step = pattern_->steps[step_++];
  light(step.colour);
  sound(step.tone_hz);
  esp_timer_start_once(timer_, uint64_t{1000} * step.for_ms);
}

}  // namespace sl::latch_board
