// The whole latch, LatchDevice with all that is behind it, for some minutes of its life: a card, a signed unlock, a door held
// open, a jam, the exit button, a cut link, more events than its flash holds. Commands and nonces are those of guard.json.
#include "board/board.hpp"
#include "checks.hpp"
#include "report.hpp"
#include "stack.hpp"

namespace sl::target {

namespace {

ByteView command_of(Text name, size_t step) {
  for (const GuardCase& one : guard_latch.cases) {
    if (one.name == name) return one.steps.items[step].command;
  }
  return {};
}
ByteView first_nonce() { return guard_latch.cases.items[0].steps.items[0].tap; }

constexpr Text unlock_case = "an unlock for an open tap";
constexpr Text deny_case = "an unlock after a deny of the same tap";
constexpr Text counter_case = "a counter must rise";

class Session {
 public:
  Session()
      : journal(FlashArea(flash, 0, 4), crypto, floor),
        records(FlashArea(flash, 4, 2)),
        settings(crypto, records, facts().id, Party::latch),
        wakes(wakes_kept),
        latch(ports(), facts(), keys(), {}) {
    link.self = facts().id;
  }

  /// A call into the latch, with its depth; then what it published is read, and acknowledged when there is a link.
  template <class Call>
  void call(Call inside) {
    begin_stack();
    inside();
    const size_t depth = end_stack();
    if (depth > deepest) deepest = depth;
  }
  void pass(ClockMs ms);
  void tell(Topic topic, ByteView bytes, bool retained = false);
  template <class Message>
  bool said(Topic topic, Message& message);
  bool result_is(Topic topic, Text reason);
  void boot();
  void tap();
  bool flash_opens() {
    records.open();
    return journal.open();
  }

  Clock clock;
  Rng rng;
  SoftwareCrypto crypto;
  ReaderChip chip;
  Door door;
  Panel panel;
  Broker link;
  Peers peers;
  Sleep sleep;
  Flash flash;
  Number floor, wakes_kept;
  LatchTrace trace;
  Journal journal;
  FlashRecords records;
  Settings settings;
  RisingCounter wakes;
  LatchDevice latch;
  size_t deepest = 0;
  int events = 0;
  bool chain_holds = true;

 private:
  LatchPorts ports() {
    return {clock, rng, crypto, chip, door, door, panel, link, peers, sleep, journal, settings, wakes, trace};
  }
  static BoardFacts facts() {
    return {device_of(guard_latch.self), "target latch", "1.0.0", "power_on", NfcPower::mains};
  }
  static const DeviceKeys& keys();
  bool acknowledge();
  void read_event(const Broker::Kept& kept);

  uint64_t next_sequence_ = 0;
  Hash previous_{};
};

const DeviceKeys& Session::keys() {
  static DeviceKeys keys;
  if (!keys.command.empty()) return keys;
  keys.command = keys_of(guard_latch.keys);
  keys.uplink.version = 3;
  PeerKey camera;
  camera.peer = device_of(guard_camera.self);
  camera.epoch = 1;
  keys.peers.add(camera);
  return keys;
}

void Session::pass(ClockMs ms) {
  const ClockMs until = clock.now + ms;
  do {
    const ClockMs next = latch.next_deadline_ms();
    clock.now = next < until ? (next > clock.now ? next : clock.now + 1) : until;
    call([&] { latch.tick(); });
    while (link.is_up && acknowledge()) {
    }
  } while (clock.now < until);
}

/// One PUBACK, in the order in which they were sent; false when none is due.
bool Session::acknowledge() {
  if (link.unacknowledged.empty()) return false;
  static Broker::Kept sent;
  sent = link.unacknowledged[0];
  link.unacknowledged.remove(0);
  if (sent.topic == Topic::evt_lock || sent.topic == Topic::evt_door || sent.topic == Topic::evt_alarm) read_event(sent);
  call([&] { latch.acked(sent.packet); });
  return true;
}

/// Every event carries the next number and the hash of the one before it, or comes again as it was.
void Session::read_event(const Broker::Kept& kept) {
  static EventMessage event;
  const Result<Uplink> uplink = parse_uplink(kept.view());
  if (!uplink.ok() || decode(uplink.value.payload, event) != Status::ok) {
    chain_holds = false;
    return;
  }
  if (event.sequence == next_sequence_) {
    chain_holds = chain_holds && event.previous == previous_;
    crypto.sha256(kept.view(), previous_);
    ++next_sequence_;
    ++events;
  } else if (event.sequence > next_sequence_) {
    chain_holds = false;
  }
}

void Session::tell(Topic topic, ByteView bytes, bool retained) {
  static Downlink message;
  message.assign(bytes);
  call([&] { latch.received(topic_of(link.self, topic).text(), message, retained); });
  pass(1);
}

template <class Message>
bool Session::said(Topic topic, Message& message) {
  const Broker::Kept& kept = link.of(topic);
  const Result<Uplink> uplink = parse_uplink(kept.view());
  return uplink.ok() && verify_uplink(crypto, uplink.value, keys().uplink.key, link.self, topic_of(link.self, topic).text()) &&
         decode(uplink.value.payload, message) == Status::ok;
}

/// Empty: it was done.
bool Session::result_is(Topic topic, Text reason) {
  static ResultMessage result;
  if (!said(topic, result)) return false;
  return result.ok ? reason.empty() : result.reason.present && result.reason.value == reason;
}

void Session::boot() {
  rng.choose(guard_latch.boot, 0);
  call([&] { latch.boot(); });
  link.is_up = true;
  link.is_opening = false;
  pass(500);
}

/// The card of the reader, whose tap takes the nonce that guard.json signed for; its camera answers.
void Session::tap() {
  rng.choose(first_nonce(), 1);
  chip.has_card = true;
  const int asked = peers.count;
  for (int tries = 0; tries < 500 && peers.count == asked; ++tries) pass(1);
  Result<PeerFrame> wake = parse_peer(peers.last);
  wake.value.kind = PeerKind::ack;
  const PeerBytes answer = seal_peer(crypto, Bytes<32>{}, wake.value);
  call([&] { latch.peer_frame(answer); });
  pass(10);
  chip.has_card = false;
}

// ---- what happens to it ----

void opens_for_a_card(Session& s) {
  begin("a card, its camera, a signed unlock");
  static TapMessage tap;
  s.tap();
  check(s.said(Topic::nfc_tap, tap) && ByteView(tap.nonce) == first_nonce(), "the tap is published with its nonce");
  check(tap.camera_woken && tap.credential.kind == CredentialKind::ntag424, "camera woken, the card's URL read");
  s.tell(Topic::cmd_unlock, command_of(unlock_case, 1));
  check(s.door.opened == 1, "the bolt is driven");
  s.pass(100);
  check(s.result_is(Topic::result_unlock, ""), "its switch ends it well");
  s.tell(Topic::cmd_unlock, command_of(unlock_case, 1));
  check(s.door.opened == 1 && s.result_is(Topic::result_unlock, ""), "the same command again moves nothing");
}

void is_held_open(Session& s) {
  begin("a door held open, then closed");
  s.door.inputs.door_open = true;
  s.pass(limits::held_open_after_ms + 500);
  check(s.panel.shown == Shown::alarm && s.latch.state().phase == Phase::DoorOpen, "an alarm after its time");
  s.door.inputs.door_open = false;
  s.pass(1'000);
  check(s.latch.state().phase == Phase::Locked, "it locks when the door is closed");
}

void refuses(Session& s) {
  begin("refusals");
  s.tell(Topic::cmd_unlock, command_of("another command on a used nonce", 2));
  check(s.result_is(Topic::result_unlock, "replayed"), "another command on a used nonce");
  s.tell(Topic::cmd_unlock, command_of(unlock_case, 1), true);
  check(s.result_is(Topic::result_unlock, "retained"), "a retained one");
  s.pass(limits::stray_result_ms + 1);
  s.tell(Topic::cmd_unlock, command_of("a good command of another door", 1));
  check(s.result_is(Topic::result_unlock, "wrong_device"), "of another door");
  s.tell(Topic::cmd_lock, command_of(counter_case, 0));
  s.tell(Topic::cmd_lock, command_of(counter_case, 1));
  check(s.result_is(Topic::result_lock, "replayed"), "a counter that does not rise");
  for (const SignedVector& vector : signed_vectors) {
    if (!vector.is_command && vector.self == guard_latch.self) s.tell(Topic::desired, vector.bytes);
  }
  check(s.door.opened == 1, "nothing moved");
}

void jams(Session& s) {
  begin("the exit button and a jam");
  s.door.stuck = true;
  s.door.inputs.exit_pressed = true;
  s.pass(10'000);
  s.door.inputs.exit_pressed = false;
  check(s.latch.state().phase == Phase::Jammed, "gives up after its tries");
  s.door.stuck = false;
  s.pass(limits::jammed_retry_ms + 1'000);
  check(s.latch.state().phase == Phase::Locked, "and tries again later");
  s.door.inputs.tampered = true;
  s.pass(100);
  s.door.inputs.tampered = false;
  check(s.panel.shown == Shown::alarm, "tamper is an alarm");
}

void survives_a_cut_link(Session& s) {
  begin("without a link");
  s.link.is_up = false;
  s.pass(100);
  check(s.panel.shown == Shown::no_server, "says that there is no server");
  for (int press = 0; press < 300; ++press) {  // more events than the flash keeps
    s.door.inputs.exit_pressed = !s.door.inputs.exit_pressed;
    s.pass(limits::debounce_ms + 1);
  }
  s.pass(limits::auto_relock_ms + 1'000);
  check(s.latch.state().phase == Phase::Locked && s.door.opened > 1, "the exit button opens all the same");
  for (int tries = 0; tries < 100 && !s.link.is_up; ++tries) {
    s.pass(limits::backoff_cap_ms / 10);
    s.link.is_up = s.link.is_opening;
  }
  s.link.is_opening = false;
  s.pass(5'000);
  check(s.journal.all_published(), "every event leaves once it is back");
}

}  // namespace

void check_session() {
  static Session s;
  begin("power on");
  if (!check(s.flash_opens(), "the journal opens")) return;
  s.boot();
  check(s.link.of(Topic::info).size > 0 && s.link.of(Topic::state).size > 0, "info and ready");
  opens_for_a_card(s);
  is_held_open(s);
  refuses(s);
  jams(s);
  check(s.chain_holds && s.events >= 10, "the chain of its events holds");
  survives_a_cut_link(s);
  measured("stack.latch", static_cast<int64_t>(s.deepest));
  measured("ram.latch_device", sizeof(LatchDevice));
  measured("ram.latch_state", sizeof(LatchState));
  measured("ram.journal", sizeof(Journal));
  measured("ram.link", sizeof(Link));
  measured("ram.reader", sizeof(NfcReader));
  measured("ram.downlink", sizeof(Downlink));
  measured("ram.keys", sizeof(DeviceKeys));
}

}  // namespace sl::target
