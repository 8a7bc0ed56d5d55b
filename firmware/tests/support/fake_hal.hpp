// The ports of a board, under the test's control.
#pragma once
#include <algorithm>

#include "rig/pn532_chip.hpp"
#include "rig/type4_card.hpp"
#include "sl/device/latch_device.hpp"
#include "sodium_crypto.hpp"
#include "support/vectors.hpp"

namespace sl::test {

struct FakeClock final : IClock {
  ClockMs now = 1'000;
  ClockMs now_ms() override { return now; }
};

/// Never the same byte string twice, and the same in every run.
struct FakeRng final : IRng {
  uint32_t state = 1;
  void fill(ByteSpan bytes) override {
    for (size_t i = 0; i < bytes.size; ++i) {
      state = state * 1664525 + 1013904223;
      bytes.data[i] = static_cast<uint8_t>(state >> 24);
    }
  }
};

/// A bolt that is where it was driven at once, unless it is stuck.
struct FakeBolt final : IDrive, IInputs {
  std::vector<BoltTarget> moves;
  Inputs inputs{true, false, false, false, false, false};
  bool stuck = false;
  void drive(BoltTarget to) override {
    moves.push_back(to);
    if (stuck) return;
    inputs.bolt_locked = to == BoltTarget::locked;
    inputs.bolt_unlocked = !inputs.bolt_locked;
  }
  void stop() override {}
  uint16_t current_ma() override { return 0; }
  Inputs read() override { return inputs; }
};

struct FakePanel final : IPanel {
  std::vector<Shown> shown;
  void show(Shown what) override { shown.push_back(what); }
};

struct FakePeer final : IPeer {
  std::vector<Memory> sent;
  bool send(Text, ByteView frame) override {
    sent.emplace_back(frame.begin(), frame.end());
    return true;
  }
  void set_channel(uint8_t) override {}
};

struct FakeSleep final : ISleep {
  int reboots = 0;
  void sleep_until(ClockMs) override {}
  void reboot() override { ++reboots; }
};

/// A broker that the test plays by hand.
struct FakeLink final : ILink {
  struct Published {
    std::string topic;
    Memory bytes;
    int32_t packet;
    bool retain;
  };
  bool is_up = false, is_opening = false;
  int connects = 0;
  int32_t last_packet = 0;
  std::string will_topic;
  Memory will;
  std::vector<Published> published;

  void connect(Text topic, ByteView bytes) override {
    will_topic = str(topic);
    will = Memory(bytes.begin(), bytes.end());
    is_opening = true;
    is_up = false;
    ++connects;
  }
  void disconnect() override { is_up = is_opening = false; }
  bool opening() override { return is_opening; }
  bool up() override { return is_up; }
  int32_t publish(Text topic, ByteView bytes, uint8_t, bool retain) override {
    if (!is_up) return -1;
    published.push_back({str(topic), Memory(bytes.begin(), bytes.end()), ++last_packet, retain});
    return last_packet;
  }
  void come_up() {
    is_up = true;
    is_opening = false;
  }
  /// The connection falls.
  void cut() { is_up = is_opening = false; }
  std::vector<const Published*> published_on(const std::string& topic) const {
    std::vector<const Published*> found;
    for (const Published& one : published) {
      if (one.topic == "sl/1/" + device + "/" + topic) found.push_back(&one);
    }
    return found;
  }
  std::string device = "m7vbuluf7aamru6izpc4eucdhu";
};

struct FakeStore final : IStore {
  Memory flash = Memory(6 * 4096, 0xff);
  bool is_worn_out = false;
  size_t sector_bytes() override { return 4096; }
  size_t sectors() override { return flash.size() / 4096; }
  bool read(size_t offset, ByteSpan into) override {
    std::copy_n(flash.begin() + static_cast<std::ptrdiff_t>(offset), into.size, into.data);
    return true;
  }
  bool write(size_t offset, ByteView bytes) override {
    for (size_t i = 0; i < bytes.size && !is_worn_out; ++i) flash[offset + i] &= bytes[i];
    return !is_worn_out;
  }
  bool erase(size_t sector) override {
    if (is_worn_out) return false;
    std::fill_n(flash.begin() + static_cast<std::ptrdiff_t>(sector * 4096), 4096, uint8_t{0xff});
    return true;
  }
};

struct FakeNumber final : ICounterStore {
  uint64_t value = 0;
  uint64_t read() override { return value; }
  bool write(uint64_t to) override {
    value = to;
    return true;
  }
};

}  // namespace sl::test
