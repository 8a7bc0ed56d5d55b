#include "latch_program.hpp"

#include "esp_log.h"
#include "esp_system.h"
#include "sl_esp/wall_clock.hpp"

namespace sl::latch_board {

namespace {

constexpr const char* tag = "latch";
/// A new image that did not reach the broker by then does not work here.
constexpr ClockMs probation_ms = 5 * 60 * 1000;

constexpr ClockMs goodbye_ms = 1'500;
constexpr ClockMs goodbye_look_ms = 10;

ClockMs sooner(ClockMs a, ClockMs b) { return a < b ? a : b; }

}  // namespace

void LatchProgram::begin() {
  hardware_.peer.pair(keys_.peers);
  device_.boot();
}

ClockMs LatchProgram::round() {
  esp::judge_sntp();
  read_mail();
  device_.tick();
  look_after_motor();
  // The radio listens for a camera's answer only while one may come.
  if (!device_.state().awaiting.present) hardware_.peer.listen(false);
  run_errands();
  judge_image();
  if (!is_quiet() || hardware_.inputs.read().motion) busy_ms_ = hardware_.clock.now_ms();
  return next_round_ms();
}

void LatchProgram::read_mail() {
  esp::Mail mail;
  while (hardware_.inbox.take(mail)) {
    switch (mail.kind) {
      case esp::MailKind::mqtt_message:
        downlink_.assign(mail.bytes);
        device_.received(mail.topic, downlink_, mail.retained);
        break;
      case esp::MailKind::mqtt_acked:
        device_.acked(mail.packet);
        break;
      case esp::MailKind::peer_frame:
        hardware_.peer.heard_answer(mail, keys_.peers);
        device_.peer_frame(mail.bytes);
        break;
    }
  }
}

void LatchProgram::look_after_motor() {
  // The button's task turned the motor without the guard, which takes over here.
  if (hardware_.motor.take_egress()) hardware_.drive.drive(BoltTarget::unlocked);
  hardware_.drive.look();
}

void LatchProgram::run_errands() {
  const ClockMs now = hardware_.clock.now_ms();
  if (device_.wants_keys()) hardware_.errands.want_keys(now);
  if (hardware_.errands.take_keys(keys_) != esp::Errands::Keys::nothing_new) {
    device_.use_keys(keys_);
    hardware_.peer.pair(keys_.peers);
  }
  hardware_.errands.look_after(now, esp::wifi_is_up());
  if (hardware_.errands.wants_reboot() && is_quiet()) {
    say_goodbye();
    esp_restart();
  }
}

/// A new image stays when the broker took it (CONNACK and SUBACK) and the reader answers; without its journal it would not have
/// come so far.
void LatchProgram::judge_image() {
  if (!hardware_.updater.on_probation()) return;
  if (device_.link().is_up() && hardware_.nfc.answered()) {
    ESP_LOGI(tag, "this image works and stays");
    hardware_.updater.confirm();
  } else if (hardware_.clock.now_ms() > probation_ms && is_quiet()) {
    esp::Updater::roll_back();
  }
}

ClockMs LatchProgram::next_round_ms() const {
  const ClockMs next_ms = device_.next_deadline_ms();
  return hardware_.drive.powered() ? sooner(next_ms, hardware_.clock.now_ms() + guard_interval_ms) : next_ms;
}

bool LatchProgram::is_quiet() const {
  return device_.state().phase == Phase::Locked && !hardware_.drive.powered() && !device_.state().awaiting.present;
}

void LatchProgram::say_goodbye() {
  device_.close();
  for (ClockMs waited_ms = 0; waited_ms < goodbye_ms && !hardware_.link.settled(); waited_ms += goodbye_look_ms)
    vTaskDelay(pdMS_TO_TICKS(goodbye_look_ms));
}

bool LatchProgram::may_sleep_deeply() const {
  constexpr ClockMs after_ms = power_plan.deep_sleep_after_ms;
  if (after_ms == 0 || hardware_.clock.now_ms() - busy_ms_ < after_ms) return false;
  return is_quiet() && hardware_.journal.all_published() && !inputs_forbid_deep_sleep();
}

}  // namespace sl::latch_board
