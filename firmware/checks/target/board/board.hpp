// The ports of a latch in memory of the machine: what the core asked of them can be looked at, what happens next is chosen.
#pragma once
#include "board/reader_chip.hpp"
#include "sl/device/latch_device.hpp"
#include "software_crypto.hpp"

namespace sl::target {

struct Clock final : IClock {
  ClockMs now = 1'000;
  ClockMs now_ms() override { return now; }
};

/// Numbers in order, except that the next 16 bytes but `skip` can be chosen: those that the vectors were signed for.
struct Rng final : IRng {
  void fill(ByteSpan bytes) override;
  void choose(ByteView bytes, int after) { chosen = bytes, skip = after; }
  ByteView chosen;
  int skip = 0;
  uint8_t next = 0;
};

/// A bolt that is where it was driven at once, unless it is stuck; and the other switches.
struct Door final : IDrive, IInputs {
  void drive(BoltTarget to) override;
  void stop() override {}
  uint16_t current_ma() override { return 0; }
  Inputs read() override { return inputs; }
  Inputs inputs{true, false, false, false, false, false};
  bool stuck = false;
  int opened = 0;
};

struct Panel final : IPanel {
  void show(Shown what) override { shown = what; }
  Shown shown = Shown::ready;
};

struct Peers final : IPeer {
  bool send(Text, ByteView frame) override { return ++count, last.assign(frame); }
  void set_channel(uint8_t) override {}
  PeerBytes last;
  int count = 0;
};

struct Sleep final : ISleep {
  void sleep_until(ClockMs) override {}
  void reboot() override { ++reboots; }
  int reboots = 0;
};

/// A broker that keeps the newest message of each topic, and in their order those that wait for their PUBACK.
struct Broker final : ILink {
  void connect(Text, ByteView) override { is_opening = true, is_up = false; }
  void disconnect() override { is_up = is_opening = false; }
  bool opening() override { return is_opening; }
  bool up() override { return is_up; }
  int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) override;

  struct Kept {
    Topic topic{};
    int32_t packet = 0;
    size_t size = 0;
    uint8_t bytes[limits::event_bytes] = {};
    ByteView view() const { return {bytes, size}; }
  };
  Kept& of(Topic topic) { return kept[static_cast<size_t>(topic)]; }
  bool is_up = false, is_opening = false;
  DeviceId self;
  int32_t packet = 0;
  Kept kept[count_of<Topic>()];
  List<Kept, 16> unacknowledged;
};

struct Flash final : IStore {
  Flash() { memset(bytes, 0xff, sizeof bytes); }
  size_t sector_bytes() override { return sector; }
  size_t sectors() override { return sizeof bytes / sector; }
  bool read(size_t offset, ByteSpan into) override;
  bool write(size_t offset, ByteView data) override;
  bool erase(size_t at) override;
  static constexpr size_t sector = 4096;
  uint8_t bytes[8 * sector];
};

struct Number final : ICounterStore {
  uint64_t read() override { return value; }
  bool write(uint64_t to) override { return value = to, true; }
  uint64_t value = 0;
};

}  // namespace sl::target
