// The device's only connection, over its life: CONNECT with its will, `info`, `ready`, what waits for a PUBACK, reconnects with
// full jitter. Twin: device-sim/src/link.ts. The port (ILink) knows MQTT and TLS; what is said and when is decided here.
#pragma once
#include "sl/codec/messages.hpp"
#include "sl/link/backoff.hpp"
#include "sl/link/event_sender.hpp"
#include "sl/link/outbox.hpp"

namespace sl {

class Link {
 public:
  enum class Change : uint8_t { none, up, down };

  Link(ILink& port, IRng& rng, Journal& journal, const DeviceId& self)
      : port_(port), rng_(rng), self_(self), events_(journal) {}

  /// A new boot: RAM is empty and connection numbers begin again. `info` is said after every CONNECT and outlives the link.
  void start(Ms now_ms, const Id16& boot, const InfoMessage& info);
  /// Does what is due: to be called at `next_deadline_ms`, and after the port moved. Up: from now on commands may come.
  Change work(Ms now_ms);
  Ms next_deadline_ms(Ms now_ms) const;
  void count_anew(Ms by);
  /// Says `disconnected` or `sleeping` and ends the connection in order, until the next `start`.
  void close(DeviceState last = DeviceState::disconnected);

  /// `init` is said instead of `ready` while the device cannot do its work yet. It is ready unless it says otherwise.
  void set_ready(bool ready);
  /// Sent again until its PUBACK, for as long as somebody can use it: a tap for 5 s. False when it does not fit.
  bool send(Ms now_ms, Topic topic, ByteView bytes, const Id16& about = {});
  /// Live only: lost when the link is down (reported, telemetry, log).
  void send_now(Topic topic, ByteView bytes);
  void acked(int32_t packet);
  /// Takes out the next message that was given up; false when there is none. A tap: nobody at the server knows of it.
  bool take_dropped(Ms now_ms, Outgoing& dropped) { return outbox_.take_dropped(now_ms, dropped); }

  bool is_up() const { return is_up_; }
  /// False also when the broker has owed a PUBACK for limits::silent_ms: whoever comes to the door need not find that out.
  bool has_server(Ms now_ms) const { return is_up_ && now_ms - owed_since_ms_ < limits::silent_ms; }
  /// Of this boot's CONNECTs: presence keeps the newest pair of boot and connection.
  uint32_t connection() const { return connection_; }

 private:
  void open(Ms now_ms);
  Change went_up(Ms now_ms);
  Change went_down(Ms now_ms);
  void pump(Ms now_ms);
  void pump_events(Ms now_ms);
  /// Packet id, or negative.
  int32_t publish(Topic topic, ByteView bytes);
  int32_t publish_owed(Ms now_ms, Topic topic, ByteView bytes);
  void say_info();
  void say_state(DeviceState state);
  ByteView state_bytes(DeviceState state, ByteSpan memory) const;
  size_t spare(Ms now_ms) const;

  ILink& port_;
  IRng& rng_;
  DeviceId self_;
  Id16 boot_;
  const InfoMessage* info_ = nullptr;
  uint32_t connection_ = 0;
  Backoff backoff_;
  Rates rates_;
  bool is_up_ = false;
  bool is_opening_ = false;
  bool is_ready_ = true;
  Ms up_since_ms_ = 0;
  /// The next CONNECT, or the end of the patience with this one.
  Ms open_at_ms_ = never;
  Ms quiet_until_ms_ = 0;
  /// Since when something was sent and no PUBACK has come, of whatever message.
  Ms owed_since_ms_ = never;
  // What is large comes last, here and elsewhere: it takes less code to reach what lies near the front.
  EventSender events_;
  Outbox outbox_;
};

}  // namespace sl
