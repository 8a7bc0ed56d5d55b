#include "rig.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "atomic_file.hpp"
#include "hex.hpp"

namespace sl::linux_port {

Rig::Rig(IClock& clock, ClockMs travel_ms, const std::string& world)
    : nfc(clock), clock_(clock), travel_ms_(travel_ms), world_(world) {
  const auto kept = world.empty() ? std::nullopt : read_file(world);
  if (!kept) return;
  const nlohmann::json told = nlohmann::json::parse(*kept);
  from_ = static_cast<ClockMs>(static_cast<double>(travel_ms) * told.at("boltOut").get<double>());
  door_open_ = told.at("doorOpen");
}

void Rig::remember() {
  if (world_.empty()) return;
  const double out = static_cast<double>(position()) / static_cast<double>(travel_ms_);
  write_file(world_, nlohmann::json({{"boltOut", out}, {"doorOpen", door_open_}}).dump() + "\n");
}

ClockMs Rig::position() {
  if (!moving_ || stuck_) return from_;
  const ClockMs passed = clock_.now_ms() - since_ms_;
  return to_ == BoltTarget::unlocked ? std::min(travel_ms_, from_ + passed) : std::max(ClockMs{0}, from_ - passed);
}

/// What follows begins where the bolt is now.
void Rig::settle() {
  from_ = position();
  since_ms_ = clock_.now_ms();
}

void Rig::drive(BoltTarget to) {
  settle();
  to_ = to;
  moving_ = true;
}

void Rig::stop() {
  settle();
  moving_ = false;
}

void Rig::stick(bool stuck) {
  settle();
  stuck_ = stuck;
}

uint16_t Rig::current_ma() {
  if (!moving_ || position() == target()) return servo_idle_ma;
  return stuck_ ? servo_stall_ma : servo_moving_ma;
}

Inputs Rig::read() {
  Inputs inputs;
  inputs.bolt_locked = position() == 0;
  inputs.bolt_unlocked = position() == travel_ms_;
  inputs.door_open = door_open_;
  inputs.exit_pressed = clock_.now_ms() < exit_until_ms_;
  inputs.tampered = tampered_;
  return inputs;
}

void Rig::present(std::unique_ptr<rig::Card> card, ClockMs stay_ms) {
  nfc.take_all();
  card_ = std::move(card);
  card_until_ms_ = clock_.now_ms() + stay_ms;
  nfc.put(*card_);
}

void Rig::step() {
  if (!card_ || clock_.now_ms() < card_until_ms_) return;
  nfc.take_all();
  card_.reset();
}

ClockMs Rig::next_change_ms() {
  ClockMs next = INT64_MAX;
  if (moves()) next = since_ms_ + (to_ == BoltTarget::unlocked ? travel_ms_ - from_ : from_);
  if (clock_.now_ms() < exit_until_ms_) next = std::min(next, exit_until_ms_);
  if (card_) next = std::min(next, card_until_ms_);
  return next;
}

std::unique_ptr<rig::Card> card_with_url(const std::string& url) {
  // The reader takes the URL, whose PICC data holds the true number, enciphered: this one counts for nothing.
  const rig::Octets number = {0x04, 0x53, 0x4c, 0x52, 0x49, 0x47, 0x80};
  return std::make_unique<rig::Type4Card>(number, url);
}

std::unique_ptr<rig::Card> card_with_uid(const std::string& hex) {
  const auto number = bytes_of_hex(hex);
  const bool known = number && (number->size() == 4 || number->size() == 7 || number->size() == 10);
  if (!known) throw std::runtime_error("a card's uid is 4, 7 or 10 bytes in lower-case hex");
  auto card = std::make_unique<rig::Card>(*number);
  // UID size in bits 7 and 6 of SENS_RES (ISO/IEC 14443-3, 6.5.2; UM0701-02 gives it most significant byte first).
  const unsigned size_code = number->size() == 4 ? 0u : number->size() == 7 ? 1u : 2u;
  card->sens_res = static_cast<uint16_t>(0x0004u | size_code << 6);
  return card;
}

}  // namespace sl::linux_port
