#include "sl/device/latch_device.hpp"

namespace sl {

namespace {

constexpr const char* capabilities[] = {"nfc", "door_contact", "exit_button", "tamper"};

Ms sooner(Ms a, Ms b) { return a < b ? a : b; }

}  // namespace

LatchDevice::LatchDevice(const LatchPorts& ports, const BoardFacts& facts, const DeviceKeys& keys,
                         const LatchTiming& timing)
    : ports_(ports),
      facts_(facts),
      keys_(&keys),
      link_(ports.link, ports.rng, ports.journal, facts.id),
      reader_(ports.nfc, facts.power),
      waker_(ports.crypto, ports.peer, channel_, ports.wakes, facts.id) {
  state_.timing = timing;
}

void LatchDevice::boot() {
  link_.close();
  const LatchTiming timing = state_.timing;
  state_ = LatchState{};
  state_.timing = timing;
  ports_.rng.fill(state_.boot.span());
  waking_.clear();
  reboot_at_ms_ = never;
  DesiredMessage desired;
  if (ports_.settings.load(desired)) configure(desired);
  info_ = InfoMessage{};
  info_.model = facts_.model;
  info_.firmware = facts_.firmware;
  info_.reset_reason = facts_.reset_reason;
  info_.boot = state_.boot;
  for (const char* capability : capabilities) info_.capabilities.add(capability);
  for (const CommandKey& key : keys_->command) info_.key_ids.add(key.kid);
  link_.start(ports_.clock.now_ms(), state_.boot, info_);
  switches_.start(ports_.inputs.read());
  dispatch(LatchEvent::booted(switches_.bolt(), switches_.stable().door_open));
}

void LatchDevice::tick() {
  const Ms now_ms = ports_.clock.now_ms();
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

Ms LatchDevice::next_deadline_ms() const {
  const Ms now_ms = ports_.clock.now_ms();
  Ms next_ms = sooner(sl::next_deadline_ms(state_), reboot_at_ms_);
  next_ms = sooner(next_ms, link_.next_deadline_ms(now_ms));
  next_ms = sooner(next_ms, reader_.next_step_ms());
  next_ms = sooner(next_ms, switches_.next_deadline_ms());
  if (waking_.present) next_ms = sooner(next_ms, waker_.deadline_ms());
  return sooner(next_ms, now_ms + limits::inputs_poll_ms);
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
      return ports_.trace.untapped(name_of(event.kind));
    case NfcEventKind::none:
    case NfcEventKind::reader_reset:
    case NfcEventKind::reader_ready:
      return;
  }
}

void LatchDevice::present(const CredentialProof& credential) {
  Presented tap;
  tap.credential = credential;
  ports_.rng.fill(tap.tap_id.span());
  ports_.rng.fill(tap.nonce.span());
  dispatch(LatchEvent::tapped(tap));
  if (find_nonce(state_.nonces, tap.nonce) == nullptr) ports_.trace.untapped(name_of(state_.phase));
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
    if (now.bolt_locked && !before.bolt_locked && bolt == BoltPosition::locked) arrive(BoltTarget::locked);
    if (now.bolt_unlocked && !before.bolt_unlocked && bolt == BoltPosition::unlocked) arrive(BoltTarget::unlocked);
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
  for (size_t op = 0; op < count_of<Op>(); ++op) {
    if (row.value == command_topic(static_cast<Op>(op))) return on_command(static_cast<Op>(op), message, retained);
  }
}

void LatchDevice::on_command(Op op, Downlink& message, bool retained) {
  Arrived arrived;
  arrived.topic_op = op;
  arrived.opened = open_command(ports_.crypto, keys_->command, facts_.id, message);
  arrived.retained = retained;
  ports_.rng.fill(arrived.fresh.span());
  if (!arrived.opened.ok && arrived.opened.reason == Reason::unknown_key) wants_keys_ = true;
  dispatch(LatchEvent::commanded(arrived));
}

void LatchDevice::on_desired(Downlink& message) {
  DesiredMessage desired;
  const Configured taken = ports_.settings.take(keys_->command, message, desired);
  if (taken == Configured::unknown_key) wants_keys_ = true;
  if (taken != Configured::applied) return ports_.trace.configuration_refused(taken);
  configure(desired);
  dispatch(LatchEvent::configured(desired.auto_relock_ms, desired.held_open_ms));
}

/// The configuration names peers and epochs; their keys come over HTTPS only.
void LatchDevice::configure(const DesiredMessage& desired) {
  for (const Pairing& pairing : desired.pairings) {
    const PeerKey* known = find_peer(keys_->peers, pairing.peer);
    if (known == nullptr || known->epoch != pairing.epoch) wants_keys_ = true;
  }
  state_.timing.auto_relock_ms = desired.auto_relock_ms;
  state_.timing.held_open_ms = desired.held_open_ms;
}

void LatchDevice::dispatch(const LatchEvent& event) {
  const Phase from = state_.phase;
  step(state_, ports_.clock.now_ms(), event, *this);
  if (state_.phase != from) ports_.trace.phase(from, state_.phase);
  if (report_wanted_) report_now();
}

}  // namespace sl
