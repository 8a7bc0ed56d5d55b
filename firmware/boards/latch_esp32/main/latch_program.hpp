// The latch on this board: one round of the main task. What came from other tasks goes to the core, the core looks at its ports
// and does what is due, and then the board's own affairs: the motor, keys, certificate, a new image, sleep.
#pragma once
#include "door_inputs.hpp"
#include "guarded_drive.hpp"
#include "nfc_bus.hpp"
#include "panel.hpp"
#include "power_plan.hpp"
#include "sl/device/latch_device.hpp"
#include "sl_esp/errands.hpp"
#include "sl_esp/espnow_peer.hpp"
#include "sl_esp/mqtt_link.hpp"
#include "sl_esp/updater.hpp"

namespace sl::latch_board {

/// What the program works with; all of it outlives the program.
struct LatchHardware {
  IClock& clock;
  BoltDrive& motor;
  GuardedDrive& drive;
  DoorInputs& inputs;
  NfcBus& nfc;
  esp::Inbox& inbox;
  esp::MqttLink& link;
  esp::EspNowPeer& peer;
  esp::Errands& errands;
  esp::Updater& updater;
  Journal& journal;
};

class LatchProgram {
 public:
  LatchProgram(const LatchHardware& hardware, LatchDevice& device, const DeviceKeys& keys)
      : hardware_(hardware), device_(device), keys_(keys) {}

  /// Power on.
  void begin();
  /// Does what is due; when the next round is due at the latest.
  ClockMs round();
  /// Nobody is here and nothing is left to say: the board may sleep deeply.
  bool may_sleep_deeply() const;
  /// Ends the connection in order, before a sleep or a reboot; waits for it, at most `goodbye_ms`.
  void say_goodbye();

 private:
  void read_mail();
  void look_after_motor();
  void run_errands();
  void judge_image();
  ClockMs next_round_ms() const;
  bool is_quiet() const;

  LatchHardware hardware_;
  LatchDevice& device_;
  DeviceKeys keys_;
  Downlink downlink_;
  /// The last moment at which somebody was at the door.
  ClockMs busy_ms_ = 0;
};

}  // namespace sl::latch_board
