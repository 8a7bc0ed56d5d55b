#include "sl/device/latch_device.hpp"

namespace sl {

namespace {

constexpr Text capabilities[] = {"nfc", "door_contact", "exit_button", "tamper"};

}  // namespace

LatchDevice::LatchDevice(const LatchPorts& ports, const BoardFacts& facts, const DeviceKeys& keys,
                         const LatchTiming& timing)
    : ports_(ports),
      clock_(ports.clock),
      keys_(&keys),
      facts_(facts),
      waker_(ports.crypto, ports.peer, channel_, ports.wakes, facts.id),
      reader_(ports.nfc, facts.power),
      state_(timing),
      link_(ports.link, ports.rng, ports.journal, facts.id) {}

void LatchDevice::boot() {
  link_.close();
  state_ = LatchState(state_.timing);
  ports_.rng.fill(state_.boot.span());
  waking_.clear();
  reboot_at_ms_ = never;
  DesiredMessage desired;
  if (ports_.settings.load(desired)) configure(desired);
  info_.capabilities.clear();
  info_.key_ids.clear();
  info_.model = facts_.model;
  info_.firmware = facts_.firmware;
  info_.reset_reason = facts_.reset_reason;
  info_.boot = state_.boot;
  for (const Text& capability : capabilities) info_.capabilities.add(capability);
  for (const CommandKey& key : keys_->command) info_.key_ids.add(key.kid);
  link_.start(clock_.now_ms(), state_.boot, info_);
  switches_.start(ports_.inputs.read());
  dispatch(LatchEvent::booted(switches_.bolt(), switches_.stable().door_open));
}

void LatchDevice::tick() {
  if (const Ms by = clock_.turn()) count_anew(by);
  const Ms now_ms = clock_.now_ms();
  if (now_ms >= reboot_at_ms_) return ports_.sleep.reboot();
  read_card(now_ms);
  read_switches(now_ms);
  if (now_ms >= sl::next_deadline_ms(state_)) dispatch(LatchEvent::tick());
  if (waking_.present) {
    waker_.tick(now_ms, keys_->peers);
    if (!waker_.waiting()) send_tap();
  }
  follow_link(now_ms);
  settle_taps(now_ms);
}

/// The inputs are looked at so often that everything else has time until then, but for the reader and a camera's answer.
ClockMs LatchDevice::next_deadline_ms() const {
  Ms next_ms = sooner(clock_.now_ms() + limits::inputs_poll_ms, reader_.next_step_ms());
  if (waking_.present) next_ms = sooner(next_ms, waker_.deadline_ms());
  return clock_.on_board(next_ms);
}

void LatchDevice::count_anew(Ms by) {
  state_.count_anew(by);
  link_.count_anew(by);
  reader_.count_anew(by);
  switches_.count_anew(by);
  channel_.count_anew(by);
  waker_.count_anew(by);
  sl::count_anew(reboot_at_ms_, by);
}

void LatchDevice::close() { link_.close(); }

void LatchDevice::use_keys(const DeviceKeys& keys) {
  keys_ = &keys;
  wants_keys_ = false;
}

void LatchDevice::read_card(Ms now_ms) {
  if (now_ms < reader_.next_step_ms()) return;
  const NfcEvent event = reader_.step(now_ms);
  switch (event.kind) {
    case NfcEventKind::tap:
      return present(event.credential);
    case NfcEventKind::two_cards:
    case NfcEventKind::unreadable:
      show(Shown::try_again);
      return ports_.trace.unread(event.kind);
    case NfcEventKind::none:
    case NfcEventKind::reader_reset:
    case NfcEventKind::reader_ready:
      return;
  }
}

void LatchDevice::present(const CredentialProof& credential) {
  Presented tap{{}, {}, credential};
  ports_.rng.fill(tap.tap_id.span());
  ports_.rng.fill(tap.nonce.span());
  dispatch(LatchEvent::tapped(tap));
  if (find_nonce(state_.nonces, tap.nonce) == nullptr) ports_.trace.untapped(state_.phase);
}

void LatchDevice::read_switches(Ms now_ms) {
  Inputs before;
  const bool changed = switches_.read(now_ms, ports_.inputs.read(), before);
  const Inputs& now = switches_.stable();
  const BoltPosition bolt = switches_.bolt();
  if (changed) {
    if (now.exit_pressed && !before.exit_pressed) dispatch(LatchEvent::exit_pressed());
    if (now.tampered && !before.tampered) dispatch(LatchEvent::tampered());
    if (now.door_open != before.door_open) dispatch(LatchEvent::door(now.door_open));
    if (bolt == BoltPosition::locked && !before.bolt_locked) arrive(BoltTarget::locked);
    if (bolt == BoltPosition::unlocked && !before.bolt_unlocked) arrive(BoltTarget::unlocked);
  }
  if (!state_.move.present) return;
  // A bolt that stood where it was wanted, or came back before its switch noticed, has arrived too.
  if (state_.phase == Phase::Unlocking && bolt == BoltPosition::unlocked) arrive(BoltTarget::unlocked);
  if (state_.phase == Phase::Relocking && bolt == BoltPosition::locked) arrive(BoltTarget::locked);
}

void LatchDevice::arrive(BoltTarget at) {
  ports_.drive.stop();
  ports_.trace.moved(at);
  dispatch(LatchEvent::bolt_at(at));
}

void LatchDevice::follow_link(Ms now_ms) {
  if (link_.work(now_ms) == Link::Change::up) ports_.trace.connected(link_.connection());
  // A broker that owes its PUBACKs is no server: the panel says so before anybody waits for it.
  const bool has_server = link_.has_server(now_ms);
  if (has_server != state_.link_up) dispatch(LatchEvent::link(has_server));
}

void LatchDevice::settle_taps(Ms now_ms) {
  Outgoing dropped;
  while (link_.take_dropped(now_ms, dropped)) {
    ports_.trace.dropped(dropped.topic, dropped.view());
    if (dropped.topic == Topic::nfc_tap) dispatch(LatchEvent::no_server(dropped.about));
  }
}

void LatchDevice::received(Text topic, Downlink& message, bool retained) {
  const Result<Topic> row = parse_topic(topic, facts_.id);
  if (!row.ok()) return;
  if (row.value == Topic::desired) return on_desired(message);
  Op op{};
  if (is_command(row.value, op)) on_command(op, message, retained);
}

void LatchDevice::on_command(Op op, Downlink& message, bool retained) {
  Arrived arrived{op, open_command(ports_.crypto, keys_->command, facts_.id, message), retained, {}};
  ports_.rng.fill(arrived.fresh.span());
  if (arrived.opened.reason == Reason::unknown_key) wants_keys_ = true;
  dispatch(LatchEvent::commanded(arrived));
}

void LatchDevice::on_desired(Downlink& message) {
  DesiredMessage desired;
  const Configured taken = ports_.settings.take(keys_->command, message, desired);
  if (taken == Configured::unknown_key) wants_keys_ = true;
  if (taken != Configured::applied) return ports_.trace.configuration_refused(taken);
  configure(desired);
  const Waits waits{state_.timing.auto_relock_ms, state_.timing.held_open_ms};
  dispatch(LatchEvent::configured(waits));
}

/// The configuration names peers and epochs; their keys come over HTTPS only.
void LatchDevice::configure(const DesiredMessage& desired) {
  for (const Pairing& pairing : desired.pairings) {
    const PeerKey* known = find_peer(keys_->peers, pairing.peer);
    if (known == nullptr || known->epoch != pairing.epoch) wants_keys_ = true;
  }
  state_.timing.auto_relock_ms = static_cast<Ms>(desired.auto_relock_ms);
  state_.timing.held_open_ms = static_cast<Ms>(desired.held_open_ms);
}

void LatchDevice::dispatch(LatchEvent event) {
  const Phase from = state_.phase;
  step(state_, clock_.now_ms(), event, *this);
  if (state_.phase != from) ports_.trace.phase(from, state_.phase);
  if (report_wanted_) report_now();
}

}  // namespace sl
