#include "lens.hpp"

#include "esp_log.h"
#include "sensor.hpp"
#include "sl_esp/wall_clock.hpp"

namespace sl::camera_board {

namespace {

constexpr const char* tag = "lens";
/// Those of the slots, and one that the sensor fills meanwhile.
constexpr size_t frame_buffers = 5;
constexpr uint32_t stack_bytes = 5 * 1024;
/// Above the main task: a picture that waits is older than one that is taken.
constexpr UBaseType_t priority = 6;
/// After a sensor that did not start.
constexpr uint32_t pause_ms = 100;

}  // namespace

Lens::Lens(TaskHandle_t notified) : notified_(notified), lock_(xSemaphoreCreateMutex()) {
  const BaseType_t created = xTaskCreate(run, "lens", stack_bytes, this, priority, &task_);
  ESP_ERROR_CHECK(created == pdPASS && lock_ != nullptr ? ESP_OK : ESP_ERR_NO_MEM);
}

void Lens::look(const Id16&) {
  wish_ = Wish::look;
  xTaskNotifyGive(task_);
}

void Lens::sleep() { wish_ = Wish::sleep; }

void Lens::reset() { wish_ = Wish::start_anew; }

bool Lens::take(Picture& picture) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  Slot* ready = nullptr;
  for (Slot& slot : slots_) {
    if (slot.is == Slot::Is::ready) ready = &slot;
  }
  if (ready) {
    ready->is = Slot::Is::out;
    picture.jpeg = {ready->frame->buf, ready->frame->len};
    picture.luma = ready->luma.view();
    picture.luma_width = ready->luma.width;
    picture.luma_height = ready->luma.height;
    // The driver stamps with esp_timer, as IClock does.
    picture.taken_ms = ClockMs{ready->frame->timestamp.tv_sec} * 1000 + ready->frame->timestamp.tv_usec / 1000;
    picture.stamped_ms = esp::wall_clock_is_set() ? static_cast<uint64_t>(esp::epoch_s()) * 1000 : 0;
  }
  xSemaphoreGive(lock_);
  return ready != nullptr;
}

void Lens::release(const Picture& picture) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  for (Slot& slot : slots_) {
    if (slot.is == Slot::Is::out && slot.frame->buf == picture.jpeg.data) give_back(slot);
  }
  xSemaphoreGive(lock_);
}

void Lens::run(void* self) {
  auto& lens = *static_cast<Lens*>(self);
  while (true) {
    const Wish wish = lens.wish_;
    if (wish == Wish::look) {
      if (lens.running_) lens.take_one();
      else lens.start();
    } else if (lens.running_) {
      lens.stop();
    } else {
      ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    }
  }
}

void Lens::start() {
  const camera_config_t config = sensor_configuration(frame_buffers);
  const esp_err_t started = esp_camera_init(&config);
  running_ = started == ESP_OK;
  if (running_) return set_exposure(*esp_camera_sensor_get());
  ESP_LOGE(tag, "the sensor does not answer: %s", esp_err_to_name(started));
  vTaskDelay(pdMS_TO_TICKS(pause_ms));
}

/// The sensor has no power-down line on this board: without its clock it stands still.
void Lens::stop() {
  bool is_out = false;
  xSemaphoreTake(lock_, portMAX_DELAY);
  for (Slot& slot : slots_) {
    is_out |= slot.is == Slot::Is::out;
    if (slot.is == Slot::Is::ready) give_back(slot);
  }
  xSemaphoreGive(lock_);
  // Memory that the core still reads: it releases it before the lens may sleep, or within this picture.
  if (is_out) return vTaskDelay(pdMS_TO_TICKS(pause_ms));
  esp_camera_deinit();
  running_ = false;
}

void Lens::take_one() {
  camera_fb_t* const frame = esp_camera_fb_get();  // waits for the sensor, at most 4 s
  if (frame == nullptr) return;
  Slot* const slot = begin_slot();
  const bool decoded = slot && decode_luma({frame->buf, frame->len}, slot->luma);
  if (!decoded) return esp_camera_fb_return(frame);
  make_ready(*slot, frame);
  xTaskNotifyGive(notified_);
}

Lens::Slot* Lens::begin_slot() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  Slot* free = nullptr;
  for (Slot& slot : slots_) {
    if (slot.is == Slot::Is::free) free = &slot;
  }
  xSemaphoreGive(lock_);
  return free;
}

/// The newest counts: one that nobody took goes back.
void Lens::make_ready(Slot& slot, camera_fb_t* frame) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  for (Slot& other : slots_) {
    if (other.is == Slot::Is::ready) give_back(other);
  }
  slot.frame = frame;
  slot.is = Slot::Is::ready;
  xSemaphoreGive(lock_);
}

void Lens::give_back(Slot& slot) {
  esp_camera_fb_return(slot.frame);
  slot.frame = nullptr;
  slot.is = Slot::Is::free;
}

}  // namespace sl::camera_board
