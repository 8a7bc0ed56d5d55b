// The camera on this board: one round of the main task. In the order in which a picture goes: wake or command -> core -> lens ->
// core -> broker.
#pragma once
#include "lens.hpp"
#include "sl/device/camera_device.hpp"
#include "sl_esp/errands.hpp"
#include "sl_esp/espnow_peer.hpp"
#include "sl_esp/updater.hpp"

namespace sl::camera_board {

/// What the program works with; all of it outlives the program.
struct CameraHardware {
  IClock& clock;
  Lens& lens;
  esp::Inbox& inbox;
  esp::EspNowPeer& peer;
  esp::Errands& errands;
  esp::Updater& updater;
};

class CameraProgram {
 public:
  CameraProgram(const CameraHardware& hardware, CameraDevice& device, const DeviceKeys& keys)
      : hardware_(hardware), device_(device), keys_(keys) {}

  /// Power on.
  void begin();
  /// Does what is due; when the next round is due at the latest.
  ClockMs round();

 private:
  void read_mail();
  void on_peer_frame(const esp::Mail& mail);
  void run_errands();
  void judge_image();
  bool lens_works();
  bool is_quiet() const { return device_.state().phase == CameraPhase::resting; }

  CameraHardware hardware_;
  CameraDevice& device_;
  DeviceKeys keys_;
  Downlink downlink_;
  bool lens_worked_ = false;
};

}  // namespace sl::camera_board
