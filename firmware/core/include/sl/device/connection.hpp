// The device's only connection, over its life: will, CONNECT, `info`, `ready`, reconnects with full jitter; and what waits for
// a PUBACK, oldest first. Twin: device-sim/src/link.ts and outbox.ts.
#pragma once
#include "sl/codec/cose.hpp"
#include "sl/latch/state.hpp"

namespace sl {

/// A message that is sent again until its PUBACK, or until nobody wants it any more.
struct QueuedMessage {
  Topic topic = Topic::log;
  Ms until_ms = never;
  /// Names it to whoever hears that it expired: the nonce of a tap.
  Id16 about;
  /// Since when it waits for its PUBACK on the connection of now.
  Optional<Ms> sent_at_ms;
  int32_t packet = 0;
  uint8_t bytes[limits::outbox_entry_bytes] = {};
  size_t size = 0;

  ByteView view() const { return {bytes, size}; }
};

class Connection {
 public:
  enum class Change : uint8_t { none, up, down };

  Connection(ILink& link, IRng& rng, const DeviceId& self) : link_(link), rng_(rng), self_(self) {}

  /// A new boot: connection numbers begin again. `info` is said after every CONNECT and outlives the connection.
  void start(Ms now_ms, const Id16& boot, const InfoMessage& info);
  /// Does what is due. Up: from now on commands may come.
  Change work(Ms now_ms);
  /// Until its PUBACK, or `until_ms`. False when it is too long. A full outbox gives up its oldest.
  bool send(const QueuedMessage& message);
  /// Live only: lost when the link is down.
  void send_now(Topic topic, ByteView bytes);
  void acked(int32_t packet);
  /// Takes out the next message that was given up; false when there is none.
  bool take_dropped(Ms now_ms, QueuedMessage& dropped);
  /// An orderly end: says `disconnected` first.
  void close();

  bool is_up() const { return is_up_; }
  uint64_t number() const { return number_; }
  Ms next_deadline_ms() const;

 private:
  void open(Ms now_ms);
  void greet();
  int32_t publish(Topic topic, ByteView bytes);
  ByteView state_bytes(DeviceState state, ByteSpan memory) const;
  void pump(Ms now_ms);

  ILink& link_;
  IRng& rng_;
  DeviceId self_;
  Id16 boot_;
  const InfoMessage* info_ = nullptr;
  /// +1 for every CONNECT of this boot: presence keeps the newest pair of boot and connection.
  uint64_t number_ = 0;
  bool is_up_ = false;
  bool is_opening_ = false;
  unsigned failures_ = 0;
  Ms retry_at_ms_ = never;
  List<QueuedMessage, limits::outbox_entries> outbox_;
  Optional<QueuedMessage> pushed_out_;
};

}  // namespace sl
