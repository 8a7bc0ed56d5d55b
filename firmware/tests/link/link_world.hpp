// A link between a journal in memory and a broker that the test plays by hand.
#pragma once
#include <doctest/doctest.h>

#include "journal/journal_world.hpp"
#include "sl/codec/messages.hpp"
#include "sl/link/link.hpp"

namespace sl::test {

/// Gives the same 16 bits each time: 0 is no jitter, 0xffff (nearly) all of it.
class FixedRng final : public IRng {
 public:
  void fill(ByteSpan bytes) override { memset(bytes.data, value, bytes.size); }
  uint8_t value = 0;
};

class HandBroker final : public ILink {
 public:
  struct Said {
    std::string topic;
    Memory bytes;
    int32_t packet;
    uint8_t qos;
    bool retain;
  };

  void connect(Text topic, ByteView bytes) override {
    will_topic = str(topic);
    will = Memory(bytes.begin(), bytes.end());
    is_up = false;
    is_opening = true;
    ++connects;
  }
  void disconnect() override {
    is_up = is_opening = false;
    ++disconnects;
  }
  bool opening() override { return is_opening; }
  bool up() override { return is_up; }
  int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) override {
    if (!is_up || is_full) return -1;
    said.push_back({str(topic).substr(32), Memory(bytes.begin(), bytes.end()), qos == 0 ? 0 : ++packet, qos, retain});
    return said.back().packet;
  }

  bool is_up = false, is_opening = false, is_full = false;
  int connects = 0, disconnects = 0;
  int32_t packet = 0;
  std::string will_topic;
  Memory will;
  std::vector<Said> said;
};

inline StateMessage state_in(const Memory& bytes) {
  StateMessage message;
  REQUIRE(decode(view(bytes), message) == Status::ok);
  return message;
}

struct LinkWorld {
  LinkWorld() : journal(kept.make()), link(broker, rng, journal, device_id("m7vbuluf7aamru6izpc4eucdhu")) {
    REQUIRE(journal.open());
    info.model = "a latch";
    info.firmware = "1.0.0";
    info.reset_reason = "power_on";
    memset(boot.data, 0xb0, sizeof boot.data);
    info.boot = boot;
  }

  void start() { link.start(now_ms, boot, info); }
  Link::Change come_up() {
    broker.is_up = true;
    broker.is_opening = false;
    return link.work(now_ms);
  }
  Link::Change cut() {
    broker.is_up = broker.is_opening = false;
    return link.work(now_ms);
  }
  void up() {
    start();
    REQUIRE(come_up() == Link::Change::up);
    broker.said.clear();
  }
  /// Time passes; what falls due is done, at its own moment.
  void pass(Ms span_ms) {
    const Ms end_ms = now_ms + span_ms;
    for (int turns = 0; link.next_deadline_ms(now_ms) <= end_ms; ++turns) {
      REQUIRE(turns < 10'000);
      const Ms due_ms = link.next_deadline_ms(now_ms);
      if (due_ms > now_ms) now_ms = due_ms;
      link.work(now_ms);
      Outgoing given_up;
      while (link.take_dropped(now_ms, given_up)) dropped.push_back(str(name_of(given_up.topic)));
    }
    now_ms = end_ms;
  }
  bool send(Topic topic, const std::string& bytes) {
    const bool taken = link.send(now_ms, topic, text(bytes).bytes());
    link.work(now_ms);
    return taken;
  }
  void event(size_t more = 20) { kept.append(journal, more); }
  /// PUBACKs everything that has not had one.
  void acknowledge_all() {
    for (; acked < broker.said.size(); ++acked) {
      if (broker.said[acked].qos == 1) link.acked(broker.said[acked].packet);
    }
  }
  std::vector<std::string> topics() const {
    std::vector<std::string> all;
    for (const HandBroker::Said& one : broker.said) all.push_back(one.topic);
    return all;
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const HandBroker::Said& one : broker.said) all.emplace_back(one.bytes.begin(), one.bytes.end());
    return all;
  }
  /// The numbers of the events that were sent, in the order of sending.
  std::vector<uint64_t> sequences() const {
    std::vector<uint64_t> all;
    for (const HandBroker::Said& one : broker.said) {
      if (one.topic == "evt/lock") all.push_back(one.bytes[0]);
    }
    return all;
  }

  JournalWorld kept{4, 4096};
  Journal journal;
  HandBroker broker;
  FixedRng rng;
  Link link;
  InfoMessage info;
  Id16 boot;
  Ms now_ms = 50'000;
  size_t acked = 0;
  std::vector<std::string> dropped;
};

}  // namespace sl::test
