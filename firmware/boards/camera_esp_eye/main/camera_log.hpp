// What the camera does, as lines on the console: no picture, no key.
#pragma once
#include "esp_log.h"
#include "sl/device/camera_trace.hpp"

namespace sl::camera_board {

class CameraLog final : public CameraTrace {
 public:
  void connected(uint64_t connection) override {
    ESP_LOGI(tag, "connected, number %u of this boot", static_cast<unsigned>(connection));
  }
  void dropped(Topic topic, ByteView) override { ESP_LOGW(tag, "given up: %s", name(topic)); }
  void woken(const DeviceId&, const Id16&) override { ESP_LOGI(tag, "woken by a latch"); }
  void verified(Op op, const Id16&) override { ESP_LOGI(tag, "%s: verified", name(op)); }
  void refused(Op op, const Id16*, Reason reason) override {
    ESP_LOGW(tag, "%s: refused, %s", name(op), name(reason));
  }
  void configuration_refused(Configured why) override { ESP_LOGW(tag, "configuration refused, %s", name(why)); }
  void frame(const Id16&, uint64_t sequence, size_t bytes) override {
    ESP_LOGI(tag, "frame %u: %u bytes", static_cast<unsigned>(sequence), static_cast<unsigned>(bytes));
  }
  void poor(const Id16&, const Measures& measures, PictureFault fault) override {
    ESP_LOGW(tag, "no good picture: %s (luma %u, focus %u, motion %u)", name(fault), measures.luma, measures.focus,
             measures.motion);
  }
  void blind(const Id16&) override { ESP_LOGE(tag, "the lens gave no picture"); }

 private:
  static constexpr const char* tag = "camera";
  template <class Enum>
  static const char* name(Enum value) {
    return name_of(value).data;
  }
};

}  // namespace sl::camera_board
