#include "sl_esp/mqtt_link.hpp"

#include "esp_log.h"

namespace sl::esp {

namespace {

constexpr const char* tag = "mqtt";
/// One network operation of esp-mqtt, CONNACK included; a TLS handshake has its own (tls_transport.hpp).
constexpr int network_ms = 4'000;
/// The core sends again what was not acknowledged, so esp-mqtt never does within the life of a connection.
constexpr int never_resend_ms = 24 * 3600 * 1000;
constexpr int mqtt_stack_bytes = 7 * 1024;
constexpr uint32_t link_stack_bytes = 3 * 1024;
constexpr UBaseType_t link_priority = 4;
constexpr uint8_t suback_refused = 0x80;

}  // namespace

MqttLink::MqttLink(Inbox& inbox, const DeviceId& device, const MqttAddress& broker, TlsTransport& tls, size_t out_bytes)
    : inbox_(inbox), device_(device), broker_(broker), tls_(tls), out_bytes_(out_bytes), lock_(xSemaphoreCreateMutex()) {
  for (size_t i = 0; i < subscriptions; ++i) {
    const TopicText filter = subscription_of(device, i);
    subscriptions_[i].assign(filter.characters, filter.size);
  }
  // Opening and closing a client waits for its task, at most for a handshake; so a task of its own does it, and the core
  // goes on looking after the door.
  const BaseType_t created = xTaskCreate(run, "link", link_stack_bytes, this, link_priority, &task_);
  ESP_ERROR_CHECK(created == pdPASS && lock_ != nullptr ? ESP_OK : ESP_ERR_NO_MEM);
}

void MqttLink::connect(Text will_topic, ByteView will) {
  xSemaphoreTake(lock_, portMAX_DELAY);
  will_topic_.assign(will_topic.data, will_topic.size);
  will_.assign(reinterpret_cast<const char*>(will.data), will.size);
  xSemaphoreGive(lock_);
  state_ = State::opening;
  busy_ = true;
  wish_ = Wish::connect;
  xTaskNotifyGive(task_);
}

void MqttLink::disconnect() {
  state_ = State::down;
  busy_ = true;
  wish_ = Wish::disconnect;
  xTaskNotifyGive(task_);
}

int32_t MqttLink::publish(Text topic, ByteView bytes, uint8_t qos, bool retain) {
  if (!up()) return -1;
  char name[limits::topic_chars + 1];
  if (topic.size >= sizeof name) return -1;
  memcpy(name, topic.data, topic.size);
  name[topic.size] = '\0';
  xSemaphoreTake(lock_, portMAX_DELAY);
  esp_mqtt_client_handle_t const client = client_;
  const int packet = client ? esp_mqtt_client_publish(client, name, reinterpret_cast<const char*>(bytes.data),
                                                      static_cast<int>(bytes.size), qos, retain)
                            : -1;
  xSemaphoreGive(lock_);
  return packet;
}

void MqttLink::run(void* self) {
  auto& link = *static_cast<MqttLink*>(self);
  while (true) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    const Wish wish = link.wish_.exchange(Wish::none);
    if (wish != Wish::none) link.close();
    if (wish == Wish::connect) link.open();
    if (link.wish_ == Wish::none) link.busy_ = false;
  }
}

void MqttLink::open() {
  esp_mqtt_client_config_t config = {};
  config.broker.address.hostname = broker_.host.c_str();
  config.broker.address.port = broker_.port;
  config.broker.address.transport = MQTT_TRANSPORT_OVER_SSL;
  const std::string id(device_.characters, sizeof device_.characters);
  config.credentials.client_id = id.c_str();
  config.session.protocol_ver = MQTT_PROTOCOL_V_3_1_1;
  config.session.keepalive = static_cast<int>(limits::keepalive_s);
  config.session.message_retransmit_timeout = never_resend_ms;
  config.network.timeout_ms = network_ms;
  config.network.disable_auto_reconnect = true;
  config.network.transport = tls_.handle();
  config.task.stack_size = mqtt_stack_bytes;
  // A command arrives in one piece, so that it is one event.
  config.buffer.size = static_cast<int>(limits::control_message_bytes + limits::topic_chars + 16);
  config.buffer.out_size = static_cast<int>(out_bytes_);
  xSemaphoreTake(lock_, portMAX_DELAY);
  config.session.last_will = {will_topic_.c_str(), will_.data(), static_cast<int>(will_.size()), 1, 1};
  esp_mqtt_client_handle_t const client = esp_mqtt_client_init(&config);
  client_ = client;
  xSemaphoreGive(lock_);
  const bool started = client && esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, on_event, this) == ESP_OK &&
                       esp_mqtt_client_start(client) == ESP_OK;
  if (!started) set(State::down);
}

void MqttLink::close() {
  xSemaphoreTake(lock_, portMAX_DELAY);
  esp_mqtt_client_handle_t const client = client_.exchange(nullptr);
  xSemaphoreGive(lock_);
  // Sends DISCONNECT when connected, waits for the client's task, and destroys the transport's handle.
  if (client) esp_mqtt_client_destroy(client);
}

void MqttLink::on_event(void* self, esp_event_base_t, int32_t, void* data) {
  static_cast<MqttLink*>(self)->on_mqtt(*static_cast<esp_mqtt_event_t*>(data));
}

void MqttLink::on_mqtt(esp_mqtt_event_t& event) {
  if (event.client != client_) return;
  switch (event.event_id) {
    case MQTT_EVENT_CONNECTED: {
      // Subscriptions first, so that no command is missed once `ready` is said.
      esp_mqtt_topic_t topics[subscriptions] = {};
      for (size_t i = 0; i < subscriptions; ++i) topics[i] = {subscriptions_[i].c_str(), 1};
      subscribing_ = esp_mqtt_client_subscribe_multiple(event.client, topics, static_cast<int>(subscriptions));
      if (subscribing_ < 0) esp_mqtt_client_disconnect(event.client);
      return;
    }
    case MQTT_EVENT_SUBSCRIBED: {
      if (event.msg_id != subscribing_) return;
      bool refused = false;
      for (int i = 0; i < event.data_len; ++i) refused |= static_cast<uint8_t>(event.data[i]) == suback_refused;
      if (!refused && wish_ == Wish::none) return set(State::up);
      ESP_LOGE(tag, "the broker refused a subscription");
      esp_mqtt_client_disconnect(event.client);
      return;
    }
    case MQTT_EVENT_DISCONNECTED:
      if (wish_ == Wish::none) set(State::down);
      return;
    case MQTT_EVENT_PUBLISHED: {
      Mail mail;
      mail.kind = MailKind::mqtt_acked;
      mail.packet = event.msg_id;
      inbox_.put(mail);
      return;
    }
    case MQTT_EVENT_DATA:
      on_data(event);
      return;
    default:
      return;
  }
}

void MqttLink::on_data(const esp_mqtt_event_t& event) {
  if (event.current_data_offset != 0 || event.data_len != event.total_data_len) return;  // longer than any message of ours
  Mail mail;
  mail.kind = MailKind::mqtt_message;
  mail.retained = event.retain;
  mail.topic = {event.topic, static_cast<size_t>(event.topic_len)};
  mail.bytes = {reinterpret_cast<const uint8_t*>(event.data), static_cast<size_t>(event.data_len)};
  if (!inbox_.put(mail)) ESP_LOGW(tag, "the inbox is full: a message was lost");
}

void MqttLink::set(State state) {
  state_ = state;
  xTaskNotifyGive(inbox_.reader());
}

}  // namespace sl::esp
