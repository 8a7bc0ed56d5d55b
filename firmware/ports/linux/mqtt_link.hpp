// ILink on libmosquitto: MQTT 3.1.1 over mutual TLS, driven by whoever polls it, without a thread. A new client for each
// connection: the will names the connection's number, and nothing that the core no longer wants is sent again.
#pragma once
#include <mosquitto.h>
#include <poll.h>

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "identity.hpp"
#include "sl/ports.hpp"
#include "wall_clock.hpp"

namespace sl::linux_port {

/// What the broker brought, in its order.
struct LinkMail {
  enum class Kind { opened, lost, message, acked };
  Kind kind = Kind::lost;
  /// lost
  std::string why;
  /// message
  std::string topic;
  std::vector<uint8_t> bytes;
  bool retained = false;
  /// acked: what `publish` returned.
  int32_t packet = 0;
};

class MqttLink final : public ILink {
 public:
  /// All are read anew at each connection: a renewed certificate counts from the next one on.
  MqttLink(const Identity& identity, const DeviceKey& key, const WallClock& clock);
  ~MqttLink();

  /// A name of the broker that is no address is looked up here, as long as that takes.
  void connect(Text will_topic, ByteView will) override;
  void disconnect() override;
  bool opening() override { return state_ == State::opening; }
  bool up() override { return state_ == State::up; }
  int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) override;

  /// Adds what to wait for with poll(2): when it is ready, and at least once a second, `poll` has something to do.
  void watch(std::vector<pollfd>& waiting) const;
  /// Reads, writes, keeps alive. Never waits.
  void poll();
  /// The next of what came in; nothing when there is none.
  std::optional<LinkMail> take();

  /// The rig's Wi-Fi: without it a connection is cut with no DISCONNECT, and none can be opened.
  void wifi(bool on);
  /// The broker does not believe the certificate any more (CONNACK 4): it has to be renewed.
  bool certificate_refused() const { return connack_ == connack_bad_credentials; }
  /// Nothing is left to send: after `disconnect` the process may end.
  bool closed() const { return state_ == State::down; }

 private:
  enum class State { down, opening, up, closing };
  static constexpr int connack_bad_credentials = 4;

  void open(const std::string& will_topic, ByteView will);
  OwnedSslContext tls() const;
  void subscribe();
  void subscribed(const int* granted, int count);
  void fail(const std::string& why);
  void drop_client();
  int read_all();
  void note_socket_error();
  bool hung_up();
  std::string why(int code) const;
  void put(LinkMail mail) { inbox_.push_back(std::move(mail)); }
  void listen();

  const Identity& identity_;
  const DeviceKey& key_;
  const WallClock& clock_;
  Owned<mosquitto, mosquitto_destroy> client_;
  State state_ = State::down;
  bool wifi_ = true;
  int connack_ = 0;
  /// The last error that libmosquitto or OpenSSL spoke of.
  std::string last_words_;
  std::deque<LinkMail> inbox_;
};

}  // namespace sl::linux_port
