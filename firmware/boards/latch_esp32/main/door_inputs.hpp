// IInputs: the switches, each of which wakes the main task when it changes.
#pragma once
#include "egress.hpp"
#include "sl/ports.hpp"

namespace sl::latch_board {

/// Makes every pin an input and starts the interrupt service; before Egress and DoorInputs.
void init_input_pins();

class DoorInputs final : public IInputs {
 public:
  /// `notified`: the main task.
  DoorInputs(Egress& egress, TaskHandle_t notified);
  Inputs read() override;

 private:
  Egress& egress_;
};

/// Whether the exit button is held for 10 s from power-on: the owner, who has the case open and the power in hand, wants
/// everything forgotten. The door stays unlocked meanwhile, as it does for anybody who presses it.
bool reset_button_is_held();

/// Whether the switches would wake a deep sleep at once: an open door, an open case, somebody moving, a pressed button.
bool inputs_forbid_deep_sleep();
/// Deep sleep until somebody comes, a contact opens, the exit button is pressed, or `longest_ms` have passed. The next boot
/// begins as after a power cut, with a new boot id.
[[noreturn]] void deep_sleep(ClockMs longest_ms);

}  // namespace sl::latch_board
