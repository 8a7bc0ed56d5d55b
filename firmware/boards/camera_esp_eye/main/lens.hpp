// ICamera: the OV2640 of an ESP-EYE, JPEG 640 x 480 into PSRAM. The sensor is started, read and decoded at 1/8 scale by a task
// of its own, because each of these waits; the core takes the newest picture when it wants one.
#pragma once
#include <atomic>

#include "esp_camera.h"
#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "luma.hpp"
#include "sl/ports.hpp"

namespace sl::camera_board {

class Lens final : public ICamera {
 public:
  /// `notified`: the main task, at every new picture.
  explicit Lens(TaskHandle_t notified);

  void look(const Id16& nonce) override;
  bool take(Picture& picture) override;
  void release(const Picture& picture) override;
  void reset() override;
  void sleep() override;

 private:
  enum class Wish : uint8_t { sleep, look, start_anew };
  /// A picture of the driver and its points. `ready`: nobody took it yet. `out`: the core has it.
  struct Slot {
    enum class Is : uint8_t { free, ready, out } is = Is::free;
    camera_fb_t* frame = nullptr;
    Luma luma;
  };
  /// Two that the core holds, the one that is ready for it, and the one that is being decoded.
  static constexpr size_t slots = 4;

  static void run(void* self);
  void start();
  void stop();
  void take_one();
  Slot* begin_slot();
  void make_ready(Slot& slot, camera_fb_t* frame);
  void give_back(Slot& slot);

  TaskHandle_t notified_;
  TaskHandle_t task_ = nullptr;
  /// Guards slots_.
  SemaphoreHandle_t lock_;
  std::atomic<Wish> wish_{Wish::sleep};
  bool running_ = false;
  Slot slots_[slots];
};

}  // namespace sl::camera_board
