#include "sl/nfc/nfc_reader.hpp"

namespace sl {

namespace {

NfcFault fault_of(Pn532Outcome outcome) {
  switch (outcome) {
    case Pn532Outcome::garbled: return NfcFault::garbled;
    case Pn532Outcome::late: return NfcFault::late;
    case Pn532Outcome::refused: return NfcFault::refused;
    default: return NfcFault::silent;
  }
}

struct Ask {
  uint8_t code;
  uint8_t size;
  uint16_t within_ms;
  const uint8_t* parameters;
};
template <size_t N>
constexpr Ask ask(uint8_t code, const uint8_t (&parameters)[N], Ms within_ms = limits::nfc_command_ms) {
  return {code, N, static_cast<uint16_t>(within_ms), parameters};
}

}  // namespace

// ---- one step ----

NfcEvent NfcReader::step(Ms now) {
  const NfcEventKind kind = next(now);
  return {kind, credential_, fault_};
}

NfcEventKind NfcReader::next(Ms now) {
  if (waits()) {
    if (now >= due_ms_) after_wait(now);
    return NfcEventKind::none;
  }
  due_ms_ = now + limits::nfc_status_ms;
  const Pn532Outcome outcome = link_.step(now);
  if (outcome == Pn532Outcome::pending) return NfcEventKind::none;
  return outcome == Pn532Outcome::done ? after_answer(now) : after_failure(now, outcome);
}

void NfcReader::count_anew(Ms by) {
  due_ms_ -= by;
  link_.count_anew(by);
  looked_ms_ = presented_ms_ = 0;
}

bool NfcReader::waits() const { return phase_ <= Phase::rest; }

/// A wait is over.
void NfcReader::after_wait(Ms now) {
  const bool asleep = !configured_ || power_ == NfcPower::battery;
  if (phase_ == Phase::reset) {
    bus_.reset();
    wait(Phase::boot, now + limits::nfc_boot_ms);
  } else if (phase_ == Phase::boot || (phase_ == Phase::rest && asleep)) {
    link_.wake();
    wait(Phase::wake, now + limits::nfc_wake_ms);
  } else if (phase_ == Phase::wake) {
    ask(now, Phase::sam);
  } else {
    look(now);
  }
}

/// The chip answered the command of this phase.
NfcEventKind NfcReader::after_answer(Ms now) {
  switch (phase_) {
    case Phase::sam:
      if (configured_) look(now);
      else ask(now, Phase::version);
      return NfcEventKind::none;
    case Phase::version: return on_version(now);
    case Phase::retries:
      configured_ = true;
      look(now);
      return NfcEventKind::reader_ready;
    case Phase::look: return on_look(now);
    case Phase::exchange: return on_exchange(now);
    case Phase::field_off_to_retry: wait(Phase::rest_to_retry, now + limits::nfc_field_off_ms); return NfcEventKind::none;
    default: {
      // Field off or asleep, until a period after the last look.
      const Ms period = power_ == NfcPower::battery ? limits::nfc_poll_battery_ms : limits::nfc_poll_mains_ms;
      wait(Phase::rest, looked_ms_ + period);
      return NfcEventKind::none;
    }
  }
}

/// A card that takes too long is the card's failure; everything else is the reader's.
NfcEventKind NfcReader::after_failure(Ms now, Pn532Outcome outcome) {
  if (phase_ != Phase::exchange || outcome != Pn532Outcome::late) return fault(now, fault_of(outcome));
  counts_.add(NfcCount::slow_cards);
  return on_unread(now);
}

// ---- configuration ----

NfcEventKind NfcReader::on_version(Ms now) {
  if (!pn532_is_pn532(link_.answer())) return fault(now, NfcFault::wrong_chip);
  ask(now, Phase::retries);
  return NfcEventKind::none;
}

NfcEventKind NfcReader::fault(Ms now, NfcFault why) {
  counts_.add(NfcCount::resets);
  configured_ = false;
  // A card whose reading made the reader stumble has had one of its tries.
  if (presence_ == Presence::reading && tries_ < limits::nfc_read_tries) ++tries_;
  const bool pause = resets_in_row_ >= limits::nfc_quick_resets;
  if (!pause) ++resets_in_row_;
  wait(Phase::reset, pause ? now + limits::nfc_reset_pause_ms : now);
  fault_ = why;
  return NfcEventKind::reader_reset;
}

// ---- looking for a card ----

void NfcReader::look(Ms now) {
  counts_.add(NfcCount::polls);
  looked_ms_ = now;
  ask(now, Phase::look);
}

NfcEventKind NfcReader::on_look(Ms now) {
  Pn532Targets targets;
  if (pn532_read_targets(link_.answer(), targets) != Status::ok) {
    counts_.add(NfcCount::bad_frames);
    return fault(now, NfcFault::garbled);
  }
  // Only now: a reader that configures well and never finds anything would otherwise be reset without a pause for ever.
  resets_in_row_ = 0;
  if (targets.count == 0) return on_no_card(now);
  misses_ = 0;
  return targets.count == 1 ? on_one_card(now, targets) : on_two_cards(now);
}

NfcEventKind NfcReader::on_no_card(Ms now) {
  if (presence_ == Presence::reading) {
    counts_.add(NfcCount::removed);
    counts_.add(NfcCount::unreadable);
    presence_ = Presence::empty;
    rest(now);
    return NfcEventKind::unreadable;
  }
  if (presence_ == Presence::held && ++misses_ >= limits::nfc_gone_polls) presence_ = Presence::empty;
  rest(now);
  return NfcEventKind::none;
}

NfcEventKind NfcReader::on_one_card(Ms now, const Pn532Targets& targets) {
  if (presence_ == Presence::held) {
    rest(now);
    return NfcEventKind::none;
  }
  if (presence_ == Presence::empty) {
    presence_ = Presence::reading;
    presented_ms_ = now;
    tries_ = 0;
  }
  if (tries_ >= limits::nfc_read_tries) return refuse(now, NfcEventKind::unreadable);
  // Until the card has said something better.
  credential_ = {};
  credential_.uid_size = targets.uid_size;
  credential_.uid = targets.uid;
  if (!targets.iso_dep) return take(now);
  target_ = targets.number;
  file_.start();
  next_apdu(now);
  return NfcEventKind::none;
}

NfcEventKind NfcReader::on_two_cards(Ms now) {
  if (presence_ != Presence::held) return refuse(now, NfcEventKind::two_cards);
  rest(now);
  return NfcEventKind::none;
}

// ---- reading it ----

void NfcReader::next_apdu(Ms now) {
  uint8_t memory[limits::nfc_command_bytes];
  ByteBuffer parameters(memory);
  parameters.append(target_);
  file_.write_next(parameters);
  command(now, Phase::exchange, pn532::in_data_exchange, parameters.view(), limits::nfc_exchange_ms);
}

NfcEventKind NfcReader::on_exchange(Ms now) {
  switch (file_.on_answer(pn532_read_exchange(link_.answer()))) {
    case Type4Progress::more: next_apdu(now); return NfcEventKind::none;
    case Type4Progress::whole: return on_whole_file(now);
    case Type4Progress::not_ours: return take(now);
    case Type4Progress::spoilt: break;
  }
  counts_.add(NfcCount::card_errors);
  return on_unread(now);
}

NfcEventKind NfcReader::on_whole_file(Ms now) {
  NdefUri uri;
  const bool ours = read_ndef_uri(file_.message(), uri) == Status::ok && read_tap_url(uri, credential_) == Status::ok;
  if (!ours) counts_.add(NfcCount::not_ours);
  return take(now);
}

/// The card answered wrongly, or not in time, or is gone: it is activated anew, for its state is unknown. A card that did
/// not say that it is none of ours never passes as a bare number.
NfcEventKind NfcReader::on_unread(Ms now) {
  ++tries_;
  if (tries_ >= limits::nfc_read_tries || now - presented_ms_ >= limits::nfc_presentation_ms) {
    return refuse(now, NfcEventKind::unreadable);
  }
  counts_.add(NfcCount::read_retries);
  ask(now, Phase::field_off_to_retry);
  return NfcEventKind::none;
}

NfcEventKind NfcReader::take(Ms now) {
  counts_.add(credential_.kind == CredentialKind::ntag424 ? NfcCount::taps_ntag424 : NfcCount::taps_uid);
  presence_ = Presence::held;
  rest(now);
  return NfcEventKind::tap;
}

NfcEventKind NfcReader::refuse(Ms now, NfcEventKind why) {
  counts_.add(why == NfcEventKind::two_cards ? NfcCount::two_cards : NfcCount::unreadable);
  presence_ = Presence::held;
  rest(now);
  return why;
}

// ---- what a phase begins with ----

void NfcReader::rest(Ms now) {
  ask(now, power_ == NfcPower::battery ? Phase::power_down : Phase::field_off);
}

void NfcReader::wait(Phase phase, Ms until_ms) {
  phase_ = phase;
  due_ms_ = until_ms;
}

/// The command of a phase that has one of its own, always the same.
void NfcReader::ask(Ms now, Phase phase) {
  static constexpr Ask asks[] = {
      // First of all, and again after each power-down: it ends the mode of low battery in which the chip starts (7.2.10).
      sl::ask(pn532::sam_configuration, pn532_normal_mode),
      {pn532::get_firmware_version, 0, limits::nfc_command_ms, nullptr},
      sl::ask(pn532::rf_configuration, pn532_bounded_retries),
      sl::ask(pn532::in_list_passive_target, pn532_two_type_a, limits::nfc_list_ms),
      sl::ask(pn532::rf_configuration, pn532_field_off),  // field_off_to_retry
      sl::ask(pn532::rf_configuration, pn532_field_off),
      sl::ask(pn532::power_down, pn532_wake_by_spi),
  };
  const Ask& asked = asks[static_cast<size_t>(phase) - static_cast<size_t>(Phase::sam)];
  command(now, phase, asked.code, {asked.parameters, asked.size}, asked.within_ms);
}

void NfcReader::command(Ms now, Phase phase, uint8_t code, ByteView parameters, Ms within_ms) {
  phase_ = phase;
  due_ms_ = now + limits::nfc_status_ms;
  link_.send(now, code, parameters, within_ms);
}

}  // namespace sl
