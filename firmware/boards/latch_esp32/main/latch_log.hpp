// What the latch does, as lines on the console: no card number, no key, no nonce of a tap that is open.
#pragma once
#include "esp_log.h"
#include "sl/device/latch_trace.hpp"

namespace sl::latch_board {

class LatchLog final : public LatchTrace {
 public:
  void connected(uint64_t connection) override {
    ESP_LOGI(tag, "connected, number %u of this boot", static_cast<unsigned>(connection));
  }
  void dropped(Topic topic, ByteView) override { ESP_LOGW(tag, "given up: %s", name(topic)); }
  void tapped(const TapMessage& tap) override {
    ESP_LOGI(tag, "tap: %s%s", name(tap.credential.kind), tap.camera_woken ? ", camera awake" : "");
  }
  void verified(Op op, const Id16&, const Optional<Id16>&) override { ESP_LOGI(tag, "%s: verified", name(op)); }
  void refused(Op op, const Id16*, Reason reason) override {
    ESP_LOGW(tag, "%s: refused, %s", name(op), name(reason));
  }
  void unread(NfcEventKind why) override { ESP_LOGI(tag, "no tap: %s", name(why)); }
  void untapped(Phase phase) override { ESP_LOGI(tag, "no tap: %s", name(phase)); }
  void configuration_refused(Configured why) override { ESP_LOGW(tag, "configuration refused, %s", name(why)); }
  void phase(Phase from, Phase to) override { ESP_LOGI(tag, "%s -> %s", name(from), name(to)); }
  void event(EventKind kind, uint64_t sequence) override {
    ESP_LOGI(tag, "event %u: %s", static_cast<unsigned>(sequence), name(kind));
  }

 private:
  static constexpr const char* tag = "latch";
  template <class Enum>
  static const char* name(Enum value) {
    return name_of(value).data;
  }
};

}  // namespace sl::latch_board
