#include "sl/device/camera_device.hpp"

#include <doctest/doctest.h>

#include "camera/scenes.hpp"
#include "support/fake_hal.hpp"
#include "support/signed.hpp"

using namespace sl;
using namespace sl::test;

namespace {

/// The camera of guard.json, and the latch that it is paired with.
const Json& guard() { return read_vectors("guard")["camera"]; }
/// The signed captures of its first case: three of one nonce, and a fourth.
Memory capture(size_t n) { return unhex(guard()["cases"][0]["steps"][n]["command"]); }

struct FakeLens final : ICamera {
  explicit FakeLens(FakeClock& time) : clock(time) {}
  FakeClock& clock;
  Scene scene = hall();
  bool is_silent = false, is_awake = false;
  int out = 0, resets = 0;
  void look(const Id16&) override { is_awake = true; }
  bool take(Picture& picture) override {
    if (is_silent || !is_awake) return false;
    ++out;
    picture = scene.at(clock.now);
    picture.stamped_ms = 1'790'000'000'000;
    return true;
  }
  void release(const Picture&) override { --out; }
  void reset() override { ++resets; }
  void sleep() override { is_awake = false; }
};

struct Trace final : CameraTrace {
  std::vector<std::string> lines;
  void connected(uint64_t) override { say("connected"); }
  void dropped(Topic topic, ByteView) override { say("dropped " + str(name_of(topic))); }
  void woken(const DeviceId&, const Id16&) override { say("woken"); }
  void verified(Op, const Id16&) override { say("verified"); }
  void refused(Op, const Id16*, Reason reason) override { say("refused " + str(name_of(reason))); }
  void configuration_refused(Configured why) override { say("config " + str(name_of(why))); }
  void result(Op, const CaptureResult& result) override {
    say(result.ok ? "result ok" : "result " + str(name_of(result.reason)));
  }
  void frame(const Id16&, uint64_t sequence, size_t) override { say("frame " + std::to_string(sequence)); }
  void poor(const Id16&, const Measures&, PictureFault fault) override { say("poor " + str(name_of(fault))); }
  void blind(const Id16&) override { say("blind"); }
  void say(const std::string& line) { lines.push_back(line); }
};
using Lines = std::vector<std::string>;

struct Board {
  FakeClock clock;
  FakeRng rng;
  linux_port::SodiumCrypto crypto;
  FakeLens lens{clock};
  FakeLink link;
  FakeNumber number;
  RisingCounter sequence{number};
  FakeStore flash;
  FakeNumber floor;
  Journal journal{FlashArea(flash, 0, 4), crypto, floor};
  FlashRecords records{FlashArea(flash, 4, 2)};
  Settings settings{crypto, records, device_id(guard()["self"]), Party::camera};
  Trace trace;
  Memory frame_memory = Memory(limits::frame_bytes);
  DeviceKeys keys;
  CameraDevice camera{{clock, rng, crypto, lens, link, journal, settings, sequence, trace},
                      {device_id(guard()["self"]), "test camera", "1.0.0", "power_on", NfcPower::mains},
                      keys,
                      {frame_memory.data(), frame_memory.size()}};

  Board() {
    const std::string latch = guard()["pairedWith"][0];
    link.device = guard()["self"];
    keys.command = keys_of(guard());
    keys.uplink.version = 3;
    keys.peers.add({device_id(latch), 1, {}});
    REQUIRE(journal.open());
    records.open();
    camera.use_keys(keys);
    camera.boot();
    link.come_up();
    camera.tick();
    said();
  }
  void command(const Memory& bytes, const char* topic = "cmd/capture") {
    static Downlink message;
    message.assign(view(bytes));
    camera.received(text("sl/1/" + link.device + "/" + topic), message, false);
    camera.tick();
  }
  void wait(ClockMs ms) {
    clock.now += ms;
    camera.tick();
  }
  Lines said() {
    Lines lines;
    lines.swap(trace.lines);
    return lines;
  }
  size_t count(const std::string& topic) const { return link.published_on(topic).size(); }
  const FakeLink::Published& last(const std::string& topic) const {
    REQUIRE(count(topic) > 0);
    return *link.published_on(topic).back();
  }
  FrameHeader header() {
    const FakeLink::Published& frame = last("face/frame");
    const Result<Uplink> uplink = parse_uplink(view(frame.bytes));
    REQUIRE(uplink.ok());
    REQUIRE(verify_uplink(crypto, uplink.value, keys.uplink.key, device_id(link.device), text(frame.topic)));
    FrameHeader header;
    REQUIRE(decode(uplink.value.payload, header) == Status::ok);
    Hash hash;
    crypto.sha256(uplink.value.rest, hash);
    CHECK(hash == header.sha256);
    return header;
  }
};

}  // namespace

TEST_CASE("a camera on its board: command, frame, PUBACK, result") {
  Board board;
  board.command(capture(0));
  CHECK(board.said() == Lines{"verified", "frame 1"});
  const FrameHeader header = board.header();
  CHECK(str(header.latch.text()) == guard()["pairedWith"][0]);
  CHECK(header.sequence == 1);
  CHECK(header.captured_at_ms == 1'790'000'000'000);
  CHECK(board.lens.out == 0);
  board.camera.acked(board.last("face/frame").packet);
  board.camera.tick();
  CHECK(board.said() == Lines{"result ok"});
  CHECK(board.count("result/capture") == 1);
}

TEST_CASE("a frame without PUBACK is sent again, the same bytes, also on a new connection, and given up after 10 s") {
  Board board;
  board.command(capture(0));
  const Memory frame = board.last("face/frame").bytes;
  board.wait(limits::resend_ms);
  CHECK(board.count("face/frame") == 2);
  CHECK(board.last("face/frame").bytes == frame);
  board.link.cut();
  board.wait(10);
  board.wait(10'000 - limits::resend_ms - 20);
  CHECK(board.count("face/frame") == 2);
  board.link.come_up();
  board.wait(5);
  CHECK(board.count("face/frame") == 3);
  board.said();
  board.wait(20);
  CHECK(board.said() == Lines{"dropped face/frame", "result ok"});
}

TEST_CASE("a wake is answered, and its picture waits for a link that is down") {
  Board board;
  board.link.cut();
  board.wait(1);
  board.wait(limits::backoff_first_ms);
  REQUIRE(board.link.is_opening);
  const PeerFrame wake{PeerKind::wake, 1, 77, device_id(guard()["pairedWith"][0]), {}};
  PeerBytes answer;
  REQUIRE(board.camera.peer_frame(seal_peer(board.crypto, board.keys.peers[0].key, wake), answer));
  CHECK(parse_peer(answer).value.counter == 77);
  CHECK_FALSE(board.camera.peer_frame(seal_peer(board.crypto, board.keys.peers[0].key, wake), answer));
  board.wait(1);
  CHECK(board.said() == Lines{"woken", "frame 1"});
  CHECK(board.count("face/frame") == 0);
  board.link.come_up();
  board.wait(1);
  CHECK(board.count("face/frame") == 1);
}

TEST_CASE("darkness is told with its measures in a message that the server can read") {
  Board board;
  board.lens.scene = hall_in_light(0.05);
  board.command(capture(0));
  CHECK(board.said() == Lines{"verified", "poor too_dark", "result low_quality"});
  board.camera.tick();
  const FakeLink::Published& said = board.last("result/capture");
  ResultMessage message;
  REQUIRE(decode(parse_uplink(view(said.bytes)).value.payload, message) == Status::ok);
  REQUIRE(message.measured.present);
  CHECK(message.measured.value.size() == 3);
  CHECK(str(message.stages[1].name) == "judged");
}

TEST_CASE("the largest numbers of a result fit into the outbox") {
  CaptureResult result;
  result.reason = Reason::low_quality;
  result.ended = CaptureEnded::judged;
  result.verified_ms = result.ended_ms = static_cast<uint32_t>(limits::stage_ms_max);
  result.measures = {255, 65'535, 65'535};
  uint8_t memory[limits::outbox_entry_bytes];
  linux_port::SodiumCrypto crypto;
  const DeviceId self = device_id(std::string(26, 'a'));
  CHECK_FALSE(seal_message(crypto, UplinkKey{}, self, Topic::result_capture, result_message(result), memory).empty());
}

TEST_CASE("numbers of frames go on rising after a restart") {
  Board board;
  board.command(capture(0));
  CHECK(board.header().sequence == 1);
  RisingCounter after(board.number);
  CHECK(after.take() > 1);
}

TEST_CASE("a lens that hangs is reset") {
  Board board;
  board.lens.is_silent = true;
  board.command(capture(0));
  CHECK(board.camera.next_deadline_ms() <= board.clock.now + limits::lens_poll_ms);
  board.wait(limits::capture_ms);
  CHECK(board.said() == Lines{"verified", "blind"});
  CHECK(board.lens.resets == 1);
  CHECK(board.count("result/capture") == 0);
}

TEST_CASE("an unknown pairing asks for the keys, and is judged when they are there") {
  Board board;
  DeviceKeys later = board.keys;
  board.keys.peers.clear();
  board.camera.use_keys(board.keys);
  board.command(capture(0));
  CHECK(board.camera.wants_keys());
  CHECK(board.said().empty());
  board.camera.use_keys(later);
  board.camera.tick();
  CHECK_FALSE(board.camera.wants_keys());
  CHECK(board.said() == Lines{"verified", "frame 1"});
}

TEST_CASE("garbage on cmd/capture is refused and told once") {
  Board board;
  board.command({1, 2, 3});
  board.command({1, 2, 3});
  CHECK(board.said() == Lines{"refused bad_signature", "result bad_signature", "refused bad_signature"});
  CHECK(board.count("result/capture") == 1);
}

TEST_CASE("a configuration for another device is refused") {
  Board board;
  for (const Json& vector : read_vectors("desired")["valid"]) {
    if (vector["self"] == board.link.device) continue;
    board.keys.command = keys_of(vector);
    board.camera.use_keys(board.keys);
    board.command(unhex(vector["bytes"]), "desired");
    CHECK(board.said() == Lines{"config wrong_device"});
  }
}

TEST_CASE("an orderly end says disconnected and puts the lens to sleep") {
  Board board;
  board.command(capture(0));
  board.camera.close();
  StateMessage state;
  REQUIRE(decode(view(board.last("state").bytes), state) == Status::ok);
  CHECK(state.state == DeviceState::disconnected);
  CHECK_FALSE(board.lens.is_awake);
}
