#include "egress.hpp"

#include "driver/gpio.h"
#include "esp_timer.h"
#include "pins.hpp"

namespace sl::latch_board {

namespace {

constexpr uint32_t stack_bytes = 2560;
constexpr UBaseType_t priority = configMAX_PRIORITIES - 2;  // below the IPC task of ESP-IDF alone
/// A contact bounces for a few ms; until it rests, its level says nothing.
constexpr uint32_t settle_ms = 10;

uint32_t now_ms() { return static_cast<uint32_t>(esp_timer_get_time() / 1000); }

bool is_down() { return gpio_get_level(pins::exit_button) == 0; }

}  // namespace

Egress::Egress(BoltDrive& drive, TaskHandle_t notified) : drive_(drive), notified_(notified) {
  ESP_ERROR_CHECK(xTaskCreate(run, "egress", stack_bytes, this, priority, &task_) == pdPASS ? ESP_OK : ESP_ERR_NO_MEM);
  ESP_ERROR_CHECK(gpio_isr_handler_add(pins::exit_button, on_interrupt, this));
  xTaskNotifyGive(task_);  // looks at it once now
}

bool Egress::pressed() const { return is_down() || (was_pressed_ && now_ms() - pressed_at_ms_ < press_hold_ms); }

/// Level and not edge, because only a level wakes the chip from light sleep. It would fire for as long as the button is
/// held, so it is off until the task has seen to it.
void Egress::on_interrupt(void* self) {
  gpio_intr_disable(pins::exit_button);
  BaseType_t woken = pdFALSE;
  vTaskNotifyGiveFromISR(static_cast<Egress*>(self)->task_, &woken);
  portYIELD_FROM_ISR(woken);
}

void Egress::run(void* self) {
  auto& egress = *static_cast<Egress*>(self);
  while (true) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    if (is_down()) {
      egress.drive_.egress();
      egress.pressed_at_ms_ = now_ms();
      egress.was_pressed_ = true;
      xTaskNotifyGive(egress.notified_);
    }
    vTaskDelay(pdMS_TO_TICKS(settle_ms));
    // The other level next: released after pressed, pressed after released.
    gpio_wakeup_enable(pins::exit_button, is_down() ? GPIO_INTR_HIGH_LEVEL : GPIO_INTR_LOW_LEVEL);
    gpio_intr_enable(pins::exit_button);
  }
}

}  // namespace sl::latch_board
