#include "pn532_chip.hpp"

#include <algorithm>

namespace sl::rig {

namespace {

constexpr uint8_t data_write = 0x01, status_read = 0x02, data_read = 0x03;
constexpr ClockMs ack_after_ms = 1, command_takes_ms = 1, activation_takes_ms = 5, wakes_in_ms = 2, card_timeout_ms = 50;
constexpr uint8_t status_timeout = 0x01, status_context = 0x27;

const Octets ack = {0x00, 0x00, 0xff, 0x00, 0xff, 0x00};
const Octets nack = {0x00, 0x00, 0xff, 0xff, 0x00, 0x00};
const Octets error_frame = {0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00};

Octets frame_of(const Octets& data) {
  Octets frame = {0x00, 0x00, 0xff, static_cast<uint8_t>(data.size() + 1), static_cast<uint8_t>(0xff - data.size()), 0xd5};
  unsigned sum = 0xd5;
  for (const uint8_t byte : data) sum += byte;
  frame.insert(frame.end(), data.begin(), data.end());
  frame.push_back(static_cast<uint8_t>(0u - sum));
  frame.push_back(0x00);
  return frame;
}

bool starts_with(ByteView bytes, const Octets& beginning) {
  return bytes.from(0, beginning.size()) == ByteView{beginning.data(), beginning.size()};
}

void append(Octets& to, const Octets& what) { to.insert(to.end(), what.begin(), what.end()); }

}  // namespace

// ---- the bus ----

bool Pn532Chip::transfer(ByteView out, ByteSpan in) {
  const Octets sent(out.begin(), out.end());  // `in` may be the same memory
  if (faults.bus_dead || sent.empty() || in.size != sent.size()) return false;
  Octets said(sent.size(), 0x00);
  if (faults.silent_for_resets > 0) {
    // MISO stays low.
  } else if (asleep) {
    // 7.2.11: the selection wakes it; what was sent meanwhile is lost.
    asleep = false;
    awake_ms_ = clock_.now_ms() + wakes_in_ms;
    std::fill(said.begin(), said.end(), uint8_t{0xff});
  } else if (clock_.now_ms() >= awake_ms_) {
    if (sent[0] == data_write) hear({sent.data() + 1, sent.size() - 1});
    if (sent[0] == status_read && ready()) std::fill(said.begin() + 1, said.end(), uint8_t{0x01});
    if (sent[0] == data_read && ready()) {
      const Octets frame = speak();
      std::copy_n(frame.begin(), std::min(frame.size(), said.size() - 1), said.begin() + 1);
    }
  }
  if (faults.noise) faults.noise({said.data(), said.size()});
  std::copy(said.begin(), said.end(), in.data);
  return true;
}

void Pn532Chip::reset() {
  ++resets;
  if (faults.silent_for_resets > 0) --faults.silent_for_resets;
  field(false);
  doing_ = Doing::nothing;
  asleep = true;  // it starts in its low battery mode, from which a selection wakes it (AN10609_3)
  sam_configured_ = false;
  sleep_after_answer_ = false;
  last_answer_.clear();
}

bool Pn532Chip::ready() const { return doing_ != Doing::nothing && clock_.now_ms() >= ready_ms_; }

// ---- frames ----

void Pn532Chip::hear(ByteView frame) {
  if (starts_with(frame, ack)) {
    ++aborts;
    doing_ = Doing::nothing;
    return;
  }
  if (starts_with(frame, nack)) {
    if (last_answer_.empty()) return;
    doing_ = Doing::working;
    ready_ms_ = clock_.now_ms() + ack_after_ms;
    return;
  }
  const bool headed = frame.size >= 8 && frame[0] == 0x00 && frame[1] == 0x00 && frame[2] == 0xff;
  if (!headed || static_cast<uint8_t>(frame[3] + frame[4]) != 0 || frame.size < 7u + frame[3]) return;
  uint8_t sum = 0;
  for (const uint8_t byte : frame.from(5, frame[3] + 1u)) sum = static_cast<uint8_t>(sum + byte);
  if (sum == 0 && frame[3] >= 2 && frame[5] == 0xd4) hear_command(frame.from(6, frame[3] - 1u));
}

void Pn532Chip::hear_command(ByteView data) {
  if (take_one(faults.lost_commands)) return;
  command_.assign(data.begin(), data.end());
  last_answer_.clear();
  doing_ = Doing::acknowledging;
  ready_ms_ = clock_.now_ms() + ack_after_ms;
}

/// The frame that waits to be read.
Octets Pn532Chip::speak() {
  if (doing_ == Doing::acknowledging) {
    doing_ = Doing::working;
    ready_ms_ = clock_.now_ms() + command_takes_ms;
    last_answer_ = take_one(faults.error_frames) ? error_frame : answer_to({command_.data(), command_.size()});
    if (take_one(faults.unanswered)) doing_ = Doing::nothing;
    Octets frame = ack;
    if (take_one(faults.spoilt_acks)) frame[3] ^= 0x10;
    return frame;
  }
  doing_ = Doing::nothing;
  if (sleep_after_answer_) {
    field(false);
    asleep = true;
    sleep_after_answer_ = false;
  }
  Octets frame = last_answer_;
  if (take_one(faults.spoilt_answers)) frame[frame.size() / 2] ^= 0x04;
  return frame;
}

// ---- commands ----

Octets Pn532Chip::answer_to(ByteView command) {
  const ByteView parameters = command.from(1);
  switch (command[0]) {
    case 0x02: return frame_of({0x03, faults.ic, 0x01, 0x06, 0x07});
    case 0x14:
      sam_configured_ = parameters.size >= 2 && parameters[0] == 0x01;
      return sam_configured_ ? frame_of({0x15}) : error_frame;
    case 0x16:
      sleep_after_answer_ = parameters.size >= 1 && (parameters[0] & 0x20) != 0;
      return sleep_after_answer_ ? frame_of({0x17, 0x00}) : error_frame;
    case 0x32: return configure_rf(parameters);
    case 0x40: return sam_configured_ ? exchange(parameters) : error_frame;
    case 0x4a: return sam_configured_ ? list(parameters) : error_frame;
    default: return error_frame;
  }
}

Octets Pn532Chip::configure_rf(ByteView parameters) {
  if (parameters.size == 2 && parameters[0] == 0x01) field((parameters[1] & 0x01) != 0);
  else if (parameters.size != 4 || parameters[0] != 0x05) return error_frame;
  return frame_of({0x33});
}

void Pn532Chip::field(bool on) {
  if (!on) targets_.clear();
  if (!on) for (InField& there : field_) there.active = false;
  if (on && !field_on) for (const InField& there : field_) there.card->power_up();
  field_on = on;
}

Octets Pn532Chip::list(ByteView parameters) {
  if (parameters.size < 2 || parameters[0] < 1 || parameters[0] > 2 || parameters[1] != 0x00) return error_frame;
  field(true);
  targets_.clear();
  Octets data = {0x4b, 0x00};
  for (InField& there : field_) {
    if (there.active || targets_.size() == parameters[0]) continue;
    there.active = true;
    targets_.push_back(there.card);
    const Card& card = *there.card;
    append(data, {static_cast<uint8_t>(targets_.size()), static_cast<uint8_t>(card.sens_res >> 8),
                  static_cast<uint8_t>(card.sens_res & 0xff), card.sel_res, static_cast<uint8_t>(card.uid.size())});
    append(data, card.uid);
    append(data, card.ats);
  }
  data[1] = static_cast<uint8_t>(targets_.size());
  ready_ms_ += activation_takes_ms * (targets_.size() < parameters[0] ? 3 : 1);
  return frame_of(data);
}

Octets Pn532Chip::exchange(ByteView parameters) {
  if (parameters.empty()) return error_frame;
  if (before_exchange) before_exchange();
  if (parameters[0] < 1 || parameters[0] > targets_.size()) return frame_of({0x41, status_context});
  Card* card = targets_[parameters[0] - 1u];  // null: it was taken away meanwhile
  const Octets answer = card != nullptr ? card->answer(parameters.from(1)) : Octets{};
  ready_ms_ += answer.empty() ? card_timeout_ms : card->answer_ms;
  if (answer.empty()) return frame_of({0x41, status_timeout});
  Octets data = {0x41, 0x00};
  append(data, answer);
  return frame_of(data);
}

// ---- cards ----

void Pn532Chip::put(Card& card) {
  take(card);
  field_.push_back({&card, false});
  if (field_on) card.power_up();
}

void Pn532Chip::take_all() {
  while (!field_.empty()) take(*field_.back().card);
}

void Pn532Chip::take(const Card& card) {
  std::replace(targets_.begin(), targets_.end(), const_cast<Card*>(&card), static_cast<Card*>(nullptr));
  field_.erase(std::remove_if(field_.begin(), field_.end(), [&card](const InField& one) { return one.card == &card; }),
               field_.end());
}

}  // namespace sl::rig
