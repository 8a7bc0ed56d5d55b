// What a board asks of servers besides MQTT: keys, a newer certificate, newer firmware. Each takes seconds, so a task of its
// own does them, one at a time, and the core goes on.
#pragma once
#include <atomic>

#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "sl_esp/enrolment.hpp"
#include "sl_esp/keys_json.hpp"
#include "sl_esp/updater.hpp"

namespace sl::esp {

class Errands {
 public:
  /// `notified`: the main task. All of them outlive this.
  Errands(ICrypto& crypto, const DeviceKey& key, const Identity& identity, Updater& updater, TaskHandle_t notified);

  /// From the main task: fetch the keys, at most every limits::secrets_interval_ms. Asking again while it runs is one errand.
  void want_keys(ClockMs now_ms);
  enum class Keys : uint8_t { nothing_new, failed, fetched };
  /// How the last fetch ended, once.
  Keys take_keys(DeviceKeys& keys);
  /// Once a day, once the network is there: certificate, firmware. Cheap to call often.
  void look_after(ClockMs now_ms, bool network_is_up);
  /// A new certificate or a new image waits for a reboot, at a moment when nobody is at the door.
  bool wants_reboot() const { return wants_reboot_; }

 private:
  static void run(void* self);
  void fetch();
  void daily();

  ICrypto& crypto_;
  const DeviceKey& key_;
  const Identity& identity_;
  Updater& updater_;
  TaskHandle_t notified_;
  TaskHandle_t task_ = nullptr;
  /// Guards fetched_ and outcome_.
  SemaphoreHandle_t lock_;
  DeviceKeys fetched_;
  Keys outcome_ = Keys::nothing_new;
  std::atomic<bool> keys_wanted_{false};
  std::atomic<bool> daily_wanted_{false};
  std::atomic<bool> wants_reboot_{false};
  ClockMs keys_asked_ms_ = INT64_MIN / 2;
  ClockMs looked_after_ms_ = INT64_MIN / 2;
};

}  // namespace sl::esp
