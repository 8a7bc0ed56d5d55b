#include "bolt_drive.hpp"

#include "driver/gpio.h"
#include "driver/ledc.h"
#include "esp_adc/adc_cali_scheme.h"
#include "esp_timer.h"
#include "pins.hpp"

namespace sl::latch_board {

namespace {

constexpr ledc_mode_t mode = LEDC_LOW_SPEED_MODE;
constexpr ledc_timer_t timer = LEDC_TIMER_0;
constexpr ledc_channel_t channel = LEDC_CHANNEL_0;
/// A hobby servo reads the length of a pulse that comes 50 times a second: 0.5 to 2.4 ms for its 180 degrees.
constexpr uint32_t pulses_hz = 50;
constexpr uint32_t period_us = 1'000'000 / pulses_hz;
constexpr uint32_t locked_pulse_us = 1'000;
constexpr uint32_t unlocked_pulse_us = 2'000;
constexpr uint32_t duty_full = 1u << LEDC_TIMER_14_BIT;
constexpr uint32_t duty_of(uint32_t pulse_us) { return pulse_us * duty_full / period_us; }

/// GPIO 34.
constexpr adc_channel_t shunt_channel = ADC_CHANNEL_6;
/// 0 dB reads 100 to 950 mV: through 1 ohm a moving SG90 gives 100 to 250, a stalled one 650.
constexpr adc_atten_t shunt_range = ADC_ATTEN_DB_0;
constexpr uint32_t nominal_vref_mv = 1100;
/// One reading is noisy (ESP32 datasheet, 4.1.2.1).
constexpr int shunt_readings = 8;

void start_pwm() {
  ledc_timer_config_t pulse = {};
  pulse.speed_mode = mode;
  pulse.duty_resolution = LEDC_TIMER_14_BIT;
  pulse.timer_num = timer;
  pulse.freq_hz = pulses_hz;
  // Does not follow the CPU's clock, which changes with power management.
  pulse.clk_cfg = LEDC_USE_RC_FAST_CLK;
  ESP_ERROR_CHECK(ledc_timer_config(&pulse));
  ledc_channel_config_t output = {};
  output.gpio_num = pins::servo_pwm;
  output.speed_mode = mode;
  output.channel = channel;
  output.timer_sel = timer;
  // The pulses go on while the CPU sleeps between two of them.
  output.sleep_mode = LEDC_SLEEP_MODE_KEEP_ALIVE;
  ESP_ERROR_CHECK(ledc_channel_config(&output));
}

}  // namespace

BoltDrive::BoltDrive() : lock_(xSemaphoreCreateMutex()) {
  ESP_ERROR_CHECK(lock_ == nullptr ? ESP_ERR_NO_MEM : ESP_OK);
  gpio_config_t power = {};
  power.pin_bit_mask = 1ULL << pins::servo_power;
  power.mode = GPIO_MODE_OUTPUT;
  ESP_ERROR_CHECK(gpio_config(&power));
  start_pwm();
  const adc_oneshot_unit_init_cfg_t unit = {ADC_UNIT_1, {}, ADC_ULP_MODE_DISABLE};
  ESP_ERROR_CHECK(adc_oneshot_new_unit(&unit, &adc_));
  const adc_oneshot_chan_cfg_t range = {shunt_range, ADC_BITWIDTH_12};
  ESP_ERROR_CHECK(adc_oneshot_config_channel(adc_, shunt_channel, &range));
  adc_cali_line_fitting_config_t fitting = {};
  fitting.unit_id = ADC_UNIT_1;
  fitting.atten = shunt_range;
  fitting.bitwidth = ADC_BITWIDTH_12;
  // For a chip whose own reference was not measured at the factory.
  fitting.default_vref = nominal_vref_mv;
  ESP_ERROR_CHECK(adc_cali_create_scheme_line_fitting(&fitting, &calibration_));
  stop();
}

void BoltDrive::drive(BoltTarget to) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  if (to == BoltTarget::unlocked || esp_timer_get_time() >= held_until_us_) move(to);
  xSemaphoreGive(lock_);
}

void BoltDrive::stop() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  ledc_stop(mode, channel, 0);
  // Without it the servo takes 5 to 10 mA for nothing, and hums.
  gpio_set_level(pins::servo_power, 0);
  xSemaphoreGive(lock_);
}

uint16_t BoltDrive::current_ma() {
  int sum_mv = 0;
  for (int i = 0; i < shunt_readings; ++i) {
    int raw = 0;
    int mv = 0;
    if (adc_oneshot_read(adc_, shunt_channel, &raw) != ESP_OK) return 0;
    if (adc_cali_raw_to_voltage(calibration_, raw, &mv) != ESP_OK) return 0;
    sum_mv += mv;
  }
  return static_cast<uint16_t>(sum_mv / shunt_readings);
}

void BoltDrive::egress() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  egress_happened_ = true;
  held_until_us_ = esp_timer_get_time() + 1000 * egress_hold_ms;
  move(BoltTarget::unlocked);
  xSemaphoreGive(lock_);
}

bool BoltDrive::take_egress() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  const bool happened = egress_happened_;
  egress_happened_ = false;
  xSemaphoreGive(lock_);
  return happened;
}

void BoltDrive::move(BoltTarget to) {
  gpio_set_level(pins::servo_power, 1);
  ledc_set_duty(mode, channel, duty_of(to == BoltTarget::locked ? locked_pulse_us : unlocked_pulse_us));
  ledc_update_duty(mode, channel);
}

}  // namespace sl::latch_board
