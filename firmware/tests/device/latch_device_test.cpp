#include "sl/device/latch_device.hpp"

#include <doctest/doctest.h>

#include "support/fake_hal.hpp"
#include "support/signed.hpp"

using namespace sl;
using namespace sl::test;

namespace {

/// A board with everything that a latch needs, keys of commands.json in its slots.
struct Board {
  FakeClock clock;
  FakeRng rng;
  linux_port::SodiumCrypto crypto;
  rig::Pn532Chip nfc{clock};
  rig::Card card{{1, 2, 3, 4}};
  FakeBolt bolt;
  FakePanel panel;
  FakeLink link;
  FakePeer peer;
  FakeSleep sleep;
  FakeStore flash;
  FakeNumber numbers, floor;
  Journal journal{FlashArea(flash, 0, 4), crypto, floor};
  FlashRecords records{FlashArea(flash, 4, 2)};
  Settings settings{crypto, records, device_id(link.device), Party::latch};
  RisingCounter wakes{numbers};
  LatchTrace trace;
  DeviceKeys keys = keys_of_board();
  LatchDevice latch{{clock, rng, crypto, nfc, bolt, bolt, panel, link, peer, sleep, journal, settings, wakes, trace},
                    {device_id(link.device), "test latch", "1.0.0", "power_on", NfcPower::mains},
                    keys,
                    {}};

  Board() {
    REQUIRE(journal.open());
    records.open();
    latch.boot();
  }

  static DeviceKeys keys_of_board() {
    DeviceKeys keys;
    keys.command = keys_of(read_vectors("commands")["valid"][0]);
    keys.uplink.version = 3;
    return keys;
  }
  Board& connected() {
    link.come_up();
    latch.tick();
    return *this;
  }
  /// Time passes a millisecond at a time, as it does for the reader.
  void wait(ClockMs ms) {
    for (const ClockMs until = clock.now + ms; clock.now < until; ++clock.now) latch.tick();
    latch.tick();
  }
  /// A hand holds the card to the reader until it was read.
  void tap() {
    nfc.put(card);
    wait(400);
    nfc.take(card);
  }
  template <class Message>
  Message said(const std::string& topic) { return open<Message>(*link.published_on(topic).back()); }
  template <class Message>
  Message open(const FakeLink::Published& published) {
    Message message;
    const Result<Uplink> uplink = parse_uplink(view(published.bytes));
    REQUIRE(uplink.ok());
    REQUIRE(verify_uplink(crypto, uplink.value, keys.uplink.key, device_id(link.device), text(published.topic)));
    REQUIRE(decode(uplink.value.payload, message) == Status::ok);
    return message;
  }
};

template <class Message>
Message plain(const Memory& bytes) {
  Message message;
  REQUIRE(decode(view(bytes), message) == Status::ok);
  return message;
}

}  // namespace

TEST_SUITE("a latch on its board") {
  TEST_CASE("says info, then ready, with the boot and the connection of its will") {
    Board board;
    board.connected();
    CHECK(board.link.published[0].topic == "sl/1/" + board.link.device + "/info");
    const auto will = plain<StateMessage>(board.link.will);
    const auto ready = plain<StateMessage>(board.link.published_on("state").back()->bytes);
    CHECK(will.state == DeviceState::lost);
    CHECK(ready.state == DeviceState::ready);
    CHECK(ready.boot == will.boot);
    CHECK(ready.connection == will.connection);
    CHECK(board.link.published_on("state").back()->retain);
    const auto reported = plain<ReportedMessage>(board.link.published_on("reported").back()->bytes);
    CHECK(reported.lock_state.value == LockState::Locked);
  }

  TEST_CASE("publishes a tap with its MAC, again after 1.2 s, and stops at the PUBACK") {
    Board board;
    board.connected();
    board.tap();
    const auto tap = board.said<TapMessage>("nfc/tap");
    CHECK(tap.nonce == board.latch.state().nonces[0].nonce);
    CHECK(hex(ByteView(tap.credential.uid).from(0, tap.credential.uid_size)) == "01020304");
    CHECK_FALSE(tap.camera_woken);
    board.wait(limits::resend_ms);
    CHECK(board.link.published_on("nfc/tap").size() == 2);
    board.latch.acked(board.link.published_on("nfc/tap").back()->packet);
    board.wait(limits::resend_ms);
    CHECK(board.link.published_on("nfc/tap").size() == 2);
  }

  TEST_CASE("gives a tap up after 5 s without a PUBACK and says that there is no server") {
    Board board;
    board.connected();
    board.tap();
    board.wait(limits::tap_life_ms);
    CHECK(board.panel.shown.back() == Shown::no_server);
    CHECK(board.latch.state().phase == Phase::Locked);
  }

  TEST_CASE("refuses a command with its reason on the topic of its result") {
    Board board;
    board.connected();
    const Json& vector = read_vectors("commands")["valid"][0];
    static Downlink message;
    message.assign(view(unhex(vector["bytes"])));
    board.latch.received("sl/1/m7vbuluf7aamru6izpc4eucdhu/cmd/unlock", message, false);
    board.latch.tick();
    const auto result = board.said<ResultMessage>("result/unlock");
    CHECK_FALSE(result.ok);
    CHECK(str(result.reason.value) == "no_attempt");
    CHECK(board.bolt.moves.empty());
  }

  TEST_CASE("opens for the exit button without a network, and its events leave in their order once it is connected") {
    Board board;
    board.bolt.inputs.exit_pressed = true;
    board.wait(100);
    CHECK(board.latch.state().phase == Phase::Unlocked);
    CHECK(board.bolt.moves == std::vector<BoltTarget>{BoltTarget::unlocked});
    board.connected();
    std::vector<EventKind> kinds;
    for (const auto* published : board.link.published_on("evt/lock")) {
      kinds.push_back(board.open<EventMessage>(*published).kind);
      board.latch.acked(published->packet);
    }
    CHECK(kinds == std::vector<EventKind>{EventKind::exit_button, EventKind::LockOperation});
    CHECK(board.journal.all_published());
  }

  TEST_CASE("opens although its flash is worn out, and says its events live, one number after the other") {
    Board board;
    board.flash.is_worn_out = true;
    board.connected();
    board.bolt.inputs.exit_pressed = true;
    board.wait(100);
    CHECK(board.latch.state().phase == Phase::Unlocked);
    std::vector<uint64_t> numbers;
    for (const auto* published : board.link.published_on("evt/lock")) {
      numbers.push_back(board.open<EventMessage>(*published).sequence);
    }
    CHECK(numbers == std::vector<uint64_t>{0, 1});
  }

  TEST_CASE("says jammed when the bolt never arrives, and takes a bounce of the door for nothing") {
    Board board;
    board.connected();
    board.bolt.stuck = true;
    board.bolt.inputs.exit_pressed = true;
    board.wait((limits::move_retries + 1) * limits::move_ms + 100);
    CHECK(board.latch.state().phase == Phase::Jammed);
    CHECK(board.bolt.moves.size() == size_t(limits::move_retries + 1));
    board.bolt.inputs.door_open = true;
    board.wait(limits::debounce_ms - 5);
    board.bolt.inputs.door_open = false;
    board.wait(100);
    CHECK(board.latch.state().phase == Phase::Jammed);
  }

  TEST_CASE("comes back after a cut, with another connection number, at the latest after the back-off") {
    Board board;
    board.connected();
    board.link.cut();
    board.wait(1);
    CHECK(board.panel.shown.back() == Shown::no_server);
    board.wait(2 * limits::backoff_first_ms);
    CHECK(board.link.connects == 2);
    board.connected();
    CHECK(plain<StateMessage>(board.link.published_on("state").back()->bytes).connection == 2);
  }

  TEST_CASE("goes on with all that it was at when its clock begins again") {
    Board board;
    board.connected();
    board.clock.now = clock_turn_ms - 250;
    board.tap();
    REQUIRE(board.clock.now > clock_turn_ms);
    CHECK(board.latch.state().phase == Phase::AwaitDecision);
    // Not acknowledged: once more at the latest a whole wait after the clock began again, until it is given up.
    board.wait(2 * limits::resend_ms);
    CHECK(board.link.published_on("nfc/tap").size() >= 2);
    board.wait(limits::tap_life_ms);
    CHECK(board.panel.shown.back() == Shown::no_server);
    CHECK(board.latch.next_deadline_ms() > board.clock.now - limits::inputs_poll_ms);
    CHECK(board.latch.next_deadline_ms() <= board.clock.now + limits::inputs_poll_ms);
    board.bolt.inputs.exit_pressed = true;
    board.wait(100);
    CHECK(board.latch.state().phase == Phase::Unlocked);
    CHECK(board.said<EventMessage>("evt/lock").at_ms > static_cast<uint64_t>(clock_turn_ms));
    board.wait(limits::auto_relock_ms + 100);
    CHECK(board.latch.state().phase == Phase::Locked);
  }
}
