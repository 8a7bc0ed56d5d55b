#include "fake_idf.hpp"

#include <string.h>

#include <algorithm>
#include <deque>
#include <stdexcept>

#include "freertos/message_buffer.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "sl_esp/wifi.hpp"

namespace sl::test {

FakeIdf idf;

namespace {

Address address_of(const uint8_t* bytes) {
  Address address;
  std::copy_n(bytes, address.size(), address.begin());
  return address;
}

}  // namespace

const esp_now_peer_info_t* FakeIdf::peer(const Address& address) const {
  for (const esp_now_peer_info_t& known : peers) {
    if (address_of(known.peer_addr) == address) return &known;
  }
  return nullptr;
}

void FakeIdf::hear(const Address& from, bool to_everybody, const std::string& bytes) {
  Address source = from;
  Address destination = to_everybody ? everybody : Address{2, 0, 0, 0, 0, 1};
  const esp_now_recv_info_t info = {source.data(), destination.data(), nullptr};
  on_frame(&info, reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
}

}  // namespace sl::test

namespace sl::esp {
bool wifi_is_up() { return test::idf.wifi_is_up; }
}  // namespace sl::esp

using sl::test::idf;

struct StreamBufferDef_t {
  size_t free_bytes;
  std::deque<std::string> messages;
};

extern "C" {

void _esp_error_check_failed(esp_err_t, const char*, int, const char*, const char* expression) {
  throw std::runtime_error(expression);
}

TaskHandle_t xTaskGetCurrentTaskHandle() { return nullptr; }
BaseType_t xTaskNotifyGive(TaskHandle_t) {
  ++idf.notified;
  return pdPASS;
}
SemaphoreHandle_t xSemaphoreCreateMutex() { return reinterpret_cast<SemaphoreHandle_t>(&idf); }
BaseType_t xSemaphoreTake(SemaphoreHandle_t, TickType_t) { return pdTRUE; }
BaseType_t xSemaphoreGive(SemaphoreHandle_t) { return pdTRUE; }

// FreeRTOS keeps a length in front of each message: 4 bytes.
MessageBufferHandle_t xMessageBufferCreate(size_t bytes) {
  static std::deque<StreamBufferDef_t> all;
  return &all.emplace_back(StreamBufferDef_t{bytes, {}});
}
size_t xMessageBufferSend(MessageBufferHandle_t buffer, const void* data, size_t size, TickType_t) {
  if (size + 4 > buffer->free_bytes) return 0;
  buffer->free_bytes -= size + 4;
  buffer->messages.emplace_back(static_cast<const char*>(data), size);
  return size;
}
size_t xMessageBufferReceive(MessageBufferHandle_t buffer, void* data, size_t size, TickType_t) {
  if (buffer->messages.empty() || buffer->messages.front().size() > size) return 0;
  const std::string message = buffer->messages.front();
  buffer->messages.pop_front();
  buffer->free_bytes += message.size() + 4;
  memcpy(data, message.data(), message.size());
  return message.size();
}

esp_err_t esp_wifi_set_channel(uint8_t primary, wifi_second_chan_t) {
  idf.channel = primary;
  return ESP_OK;
}
esp_err_t esp_now_init() { return ESP_OK; }
esp_err_t esp_now_set_pmk(const uint8_t*) { return ESP_OK; }
esp_err_t esp_now_register_recv_cb(esp_now_recv_cb_t cb) {
  idf.on_frame = cb;
  return ESP_OK;
}
esp_err_t esp_now_set_wake_window(uint16_t window) {
  idf.wake_window = window;
  return ESP_OK;
}
esp_err_t esp_now_send(const uint8_t* to, const uint8_t* data, size_t size) {
  // The driver knows nobody whom it was not told of.
  if (idf.peer(sl::test::address_of(to)) == nullptr) return ESP_ERR_NOT_FOUND;
  idf.sent.push_back({sl::test::address_of(to), std::string(reinterpret_cast<const char*>(data), size)});
  return ESP_OK;
}
esp_err_t esp_now_add_peer(const esp_now_peer_info_t* peer) {
  idf.peers.push_back(*peer);
  return ESP_OK;
}
esp_err_t esp_now_del_peer(const uint8_t* address) {
  auto& peers = idf.peers;
  const auto is_it = [&](const esp_now_peer_info_t& known) { return memcmp(known.peer_addr, address, 6) == 0; };
  peers.erase(std::remove_if(peers.begin(), peers.end(), is_it), peers.end());
  return ESP_OK;
}

}  // extern "C"
