#include "camera_program.hpp"

#include "esp_log.h"
#include "esp_system.h"
#include "sl_esp/wall_clock.hpp"
#include "sl_esp/wifi.hpp"

namespace sl::camera_board {

namespace {

constexpr const char* tag = "camera";
/// A new image that did not reach the broker by then does not work here.
constexpr ClockMs probation_ms = 5 * 60 * 1000;

}  // namespace

void CameraProgram::begin() {
  hardware_.peer.pair(keys_.peers);
  device_.boot();
}

ClockMs CameraProgram::round() {
  esp::judge_sntp();
  read_mail();
  device_.tick();
  run_errands();
  judge_image();
  return device_.next_deadline_ms();
}

void CameraProgram::read_mail() {
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
        on_peer_frame(mail);
        break;
    }
  }
}

void CameraProgram::on_peer_frame(const esp::Mail& mail) {
  PeerBytes answer;
  if (!device_.peer_frame(mail.bytes, answer)) return;
  hardware_.peer.heard_wake(mail);
  const Result<PeerFrame> wake = parse_peer(mail.bytes);
  if (wake.ok()) hardware_.peer.send(wake.value.latch.text(), answer);
}

void CameraProgram::run_errands() {
  const ClockMs now = hardware_.clock.now_ms();
  if (device_.wants_keys()) hardware_.errands.want_keys(now);
  if (hardware_.errands.take_keys(keys_) != esp::Errands::Keys::nothing_new) {
    device_.use_keys(keys_);
    hardware_.peer.pair(keys_.peers);
  }
  hardware_.errands.look_after(now, esp::wifi_is_up());
  if (hardware_.errands.wants_reboot() && is_quiet()) {
    device_.close();
    esp_restart();
  }
}

/// A new image stays when the broker took it (CONNACK and SUBACK) and the lens gives a picture.
void CameraProgram::judge_image() {
  if (!hardware_.updater.on_probation() || !is_quiet()) return;
  if (device_.link().is_up() && lens_works()) {
    ESP_LOGI(tag, "this image works and stays");
    hardware_.updater.confirm();
  } else if (hardware_.clock.now_ms() > probation_ms) {
    esp::Updater::roll_back();
  }
}

bool CameraProgram::lens_works() {
  Picture picture;
  if (!lens_worked_) hardware_.lens.look({});
  if (lens_worked_ || !hardware_.lens.take(picture)) return lens_worked_;
  hardware_.lens.release(picture);
  hardware_.lens.sleep();
  return lens_worked_ = true;
}

}  // namespace sl::camera_board
