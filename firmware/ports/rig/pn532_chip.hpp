// A PN532 on SPI as the driver sees it, byte for byte (UM0701-02): frames, ACK, status byte, power-down and wake-up, cards
// that come, go, take their time and keep their state while the field is on. It shares no code with the driver, so that a
// mistake in one is not hidden by the same one in the other. For latchd's rig and for the tests.
#pragma once
#include <functional>

#include "card.hpp"
#include "sl/ports.hpp"

namespace sl::rig {

/// What goes wrong; all of it may be changed at any time.
struct Pn532Faults {
  /// The bus itself: transfer says false.
  bool bus_dead = false;
  /// Never ready, hears nothing, until this many resets: a hung chip, or a wire that came off.
  unsigned silent_for_resets = 0;
  /// Acknowledges this many commands and never answers them.
  unsigned unanswered = 0;
  /// The next commands are lost on their way.
  unsigned lost_commands = 0;
  /// Of the next ACKs, and of the next answers, one byte is wrong.
  unsigned spoilt_acks = 0;
  unsigned spoilt_answers = 0;
  /// The next commands are answered with the error frame.
  unsigned error_frames = 0;
  /// Another chip: the first byte of GetFirmwareVersion.
  uint8_t ic = 0x32;
  /// Changes what the chip says, filling included, after everything else.
  std::function<void(ByteSpan)> noise;
};

class Pn532Chip final : public INfc {
 public:
  explicit Pn532Chip(IClock& clock) : clock_(clock) {}

  bool transfer(ByteView out, ByteSpan in) override;
  void reset() override;

  /// The card must outlive its stay.
  void put(Card& card);
  void take(const Card& card);
  void take_all();

  Pn532Faults faults;
  /// Called before each exchange with a card: the moment to take it away.
  std::function<void()> before_exchange;
  unsigned resets = 0;
  /// Commands that the host gave up with an ACK.
  unsigned aborts = 0;
  bool field_on = false;
  bool asleep = false;

 private:
  struct InField {
    Card* card;
    /// Activated: silent to every new call until the field was off (ISO/IEC 14443-3, 6.3).
    bool active;
  };
  enum class Doing { nothing, acknowledging, working };

  bool ready() const;
  void hear(ByteView frame);
  void hear_command(ByteView data);
  Octets speak();
  Octets answer_to(ByteView command);
  Octets list(ByteView parameters);
  Octets exchange(ByteView parameters);
  Octets configure_rf(ByteView parameters);
  void field(bool on);
  bool take_one(unsigned& left) { return left > 0 && left-- > 0; }

  IClock& clock_;
  std::vector<InField> field_;
  /// By their number at the chip, less one; null when the card was taken away.
  std::vector<Card*> targets_;
  Doing doing_ = Doing::nothing;
  ClockMs ready_ms_ = 0;
  ClockMs awake_ms_ = 0;
  bool sam_configured_ = false;
  bool sleep_after_answer_ = false;
  Octets command_;
  Octets last_answer_;
};

}  // namespace sl::rig
