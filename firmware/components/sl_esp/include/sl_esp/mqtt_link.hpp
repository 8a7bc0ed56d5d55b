// ILink on esp-mqtt. A new client for each connection: the will names the connection's number, and the outbox of esp-mqtt
// is empty, so that nothing is sent that the core no longer wants.
#pragma once
#include <atomic>

#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "mqtt_client.h"
#include "sl/codec/topic.hpp"
#include "sl/link/subscriptions.hpp"
#include "sl/ports.hpp"
#include "sl_esp/inbox.hpp"
#include "sl_esp/tls_transport.hpp"

namespace sl::esp {

struct MqttAddress {
  std::string host;
  uint16_t port = 0;
};

class MqttLink final : public ILink {
 public:
  /// `out_bytes`: the memory in which a message is put together; a longer one leaves in parts.
  MqttLink(Inbox& inbox, const DeviceId& device, const MqttAddress& broker, TlsTransport& tls, size_t out_bytes);

  void connect(Text will_topic, ByteView will) override;
  void disconnect() override;
  bool opening() override { return state_ == State::opening; }
  bool up() override { return state_ == State::up; }
  int32_t publish(Text topic, ByteView bytes, uint8_t qos, bool retain) override;
  /// Whether the last wish is done: before a sleep or a reboot, so that DISCONNECT leaves and the broker forgets the will.
  bool settled() const { return !busy_; }

 private:
  enum class State : uint8_t { down, opening, up };
  /// What the task of the link is asked to do; the newest wish counts.
  enum class Wish : uint8_t { none, connect, disconnect };

  static void run(void* self);
  static void on_event(void* self, esp_event_base_t base, int32_t id, void* data);
  void open();
  void close();
  void on_mqtt(esp_mqtt_event_t& event);
  void on_data(const esp_mqtt_event_t& event);
  void set(State state);

  Inbox& inbox_;
  DeviceId device_;
  MqttAddress broker_;
  TlsTransport& tls_;
  size_t out_bytes_;
  TaskHandle_t task_ = nullptr;
  /// Guards will_ and will_topic_, and client_ from being destroyed. Held over a publish, never over a handshake.
  SemaphoreHandle_t lock_;
  /// Events of another client are the last words of one that was given up.
  std::atomic<esp_mqtt_client_handle_t> client_{nullptr};
  std::string will_topic_;
  std::string will_;
  std::string subscriptions_[subscriptions];
  std::atomic<Wish> wish_{Wish::none};
  std::atomic<bool> busy_{false};
  std::atomic<State> state_{State::down};
  /// The message id of the SUBSCRIBE.
  std::atomic<int> subscribing_{-1};
};

}  // namespace sl::esp
