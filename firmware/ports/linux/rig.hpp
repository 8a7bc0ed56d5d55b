// The simulated hardware of a latch: a servo that takes its time and may stall, two bolt switches, door contact, exit button,
// tamper switch, and the PN532 with whatever card a hand holds to it.
#pragma once
#include <memory>
#include <string>

#include "rig/pn532_chip.hpp"
#include "rig/type4_card.hpp"
#include "sl/ports.hpp"

namespace sl::linux_port {

inline constexpr uint16_t servo_idle_ma = 8;
inline constexpr uint16_t servo_moving_ma = 180;
inline constexpr uint16_t servo_stall_ma = 650;
/// As long as a finger stays on a button: longer than any debouncing.
inline constexpr ClockMs exit_press_ms = 150;

class Rig final : public IDrive, public IInputs, public IPanel {
 public:
  /// The bolt stands locked, the door is closed, unless the file `world` says otherwise; without a name none is kept.
  /// `travel_ms`: from one end of the bolt to the other, at least 1.
  Rig(IClock& clock, ClockMs travel_ms, const std::string& world = {});

  void drive(BoltTarget to) override;
  void stop() override;
  uint16_t current_ma() override;
  Inputs read() override;
  void show(Shown what) override { shown_ = what; }

  // ---- what hands do ----
  void door(bool open) { door_open_ = open; }
  void tamper(bool open) { tampered_ = open; }
  void press_exit() { exit_until_ms_ = clock_.now_ms() + exit_press_ms; }
  /// The bolt stands still where it is, and the motor stalls, until it is freed.
  void stick(bool stuck);
  /// The power goes: bolt and door stay where they are, for the process that comes next.
  void remember();
  /// A card comes to the reader and stays that long; one that is there already leaves.
  void present(std::unique_ptr<rig::Card> card, ClockMs stay_ms);

  /// To be called in every round: takes the card away when its time is over.
  void step();
  /// When `step` or a switch has something new; INT64_MAX for never.
  ClockMs next_change_ms();
  Shown shown() const { return shown_; }

  rig::Pn532Chip nfc;

 private:
  /// Where the bolt is now: 0 is locked, `travel_ms_` is unlocked.
  ClockMs position();
  bool moves() { return moving_ && !stuck_ && position() != target(); }
  ClockMs target() const { return to_ == BoltTarget::unlocked ? travel_ms_ : 0; }
  void settle();

  IClock& clock_;
  ClockMs travel_ms_;
  std::string world_;
  /// The bolt was there at that time; from then it moves when `moving_`.
  ClockMs from_ = 0;
  ClockMs since_ms_ = 0;
  BoltTarget to_ = BoltTarget::locked;
  bool moving_ = false;
  bool stuck_ = false;
  bool door_open_ = false;
  bool tampered_ = false;
  ClockMs exit_until_ms_ = 0;
  Shown shown_ = Shown::ready;
  std::unique_ptr<rig::Card> card_;
  ClockMs card_until_ms_ = 0;
};

/// The card that `{"do":"present"}` speaks of: an NTAG 424 whose file holds this URL.
std::unique_ptr<rig::Card> card_with_url(const std::string& url);
/// A card with a number (4, 7 or 10 bytes in hex) and nothing else. Throws std::runtime_error for any other text.
std::unique_ptr<rig::Card> card_with_uid(const std::string& hex);

}  // namespace sl::linux_port
