// A camera whose lens, link and clock the test holds in its hands.
#pragma once
#include <deque>
#include <vector>

#include "camera/scenes.hpp"
#include "peer/peer_world.hpp"
#include "sl/camera/step.hpp"

namespace sl::test {

/// Writes down every effect, as one would read it in a log.
class CameraLog final : public CameraEffects {
 public:
  std::vector<std::string> lines;
  std::vector<CaptureResult> results;
  std::vector<Memory> frames;
  /// How many pictures the camera holds.
  int held = 0;
  bool can_send = true;

  void verified(Op op, const Id16& id) override {
    say("verified " + str(name_of(op)) + " " + std::to_string(id.data[0]));
  }
  void refused(Op, const Id16* id, Reason reason) override {
    say("refused " + str(name_of(reason)) + (id == nullptr ? "" : " " + std::to_string(id->data[0])));
  }
  void result(Op, const CaptureResult& result) override {
    results.push_back(result);
    say("result " + (result.ok ? "ok " + str(name_of(result.ended)) : str(name_of(result.reason))));
  }
  void refresh_keys() override { say("refresh_keys"); }
  void look(const Id16& nonce) override { say("look " + std::to_string(nonce.data[0])); }
  void release(const Picture&) override { --held; }
  bool send_frame(const Id16& nonce, const DeviceId& latch, const Picture& picture) override {
    if (!can_send) return false;
    frames.emplace_back(picture.luma.begin(), picture.luma.end());
    say("frame " + std::to_string(nonce.data[0]) + " " + str(latch.text()).substr(0, 1));
    return true;
  }
  void poor(const Id16&, const Measures&, PictureFault fault) override { say("poor " + str(name_of(fault))); }
  void blind(const Id16&) override { say("blind"); }
  void rest() override { say("rest"); }

 private:
  void say(const std::string& line) { lines.push_back(line); }
};

inline Command capture_command(uint8_t id, uint8_t nonce = 1, const std::string& latch = latch_a) {
  Command command;
  command.op = Op::capture;
  command.command_id = id16(id);
  command.nonce_bound = true;
  command.nonce = id16(nonce);
  command.ttl_ms = 20'000;
  command.args.latch = device_id(latch);
  return command;
}

struct CameraWorld {
  CameraState state;
  CameraLog log;
  PeerKeys keys;
  /// The lens's memory: a picture stays where it is while the camera holds it.
  std::deque<Scene> seen;
  ClockMs now = 1'000;

  CameraWorld() { keys.add({device_id(latch_a), 1, {}}); }

  void take(const CameraEvent& event) { step(state, now, event, log); }
  void command(const Command& command, bool retained = false) {
    const CameraCommand arrived{Op::capture, {true, {}, command, {}}, retained};
    take(CameraEvent::commanded(arrived, keys));
  }
  void garbage(Reason reason) {
    const CameraCommand arrived{Op::capture, {false, reason, {}, {}}, false};
    take(CameraEvent::commanded(arrived, keys));
  }
  void wake(uint8_t nonce, const std::string& latch = latch_a) {
    take(CameraEvent::woken({PeerKind::wake, 1, 1, device_id(latch), id16(nonce)}));
  }
  void see(const Scene& scene) {
    ++log.held;
    seen.push_back(scene);
    take(CameraEvent::sees(seen.back().at(now)));
  }
  /// The lens gives this until the camera has what it wants, a picture every 66 ms.
  void see_until_chosen(const Scene& scene) {
    while (wants_pictures(state)) {
      see(scene);
      if (wants_pictures(state)) now += 66;
    }
  }
  void delivered(bool arrived = true) { take(CameraEvent::delivered(arrived)); }
  void pass(ClockMs ms) {
    now += ms;
    take(CameraEvent::tick());
  }
  /// What was done since the last time this was asked.
  std::vector<std::string> done() {
    std::vector<std::string> lines;
    lines.swap(log.lines);
    return lines;
  }
};

using Lines = std::vector<std::string>;

}  // namespace sl::test

#include <doctest/doctest.h>
namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += "[" + line + "] ";
    return all.c_str();
  }
};
}  // namespace doctest
