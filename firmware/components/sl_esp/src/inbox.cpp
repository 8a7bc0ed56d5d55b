#include "sl_esp/inbox.hpp"

#include "esp_err.h"

namespace sl::esp {

Inbox::Inbox()
    : reader_(xTaskGetCurrentTaskHandle()),
      buffer_(xMessageBufferCreate(inbox_bytes)),
      writer_(xSemaphoreCreateMutex()) {
  ESP_ERROR_CHECK(buffer_ == nullptr || writer_ == nullptr ? ESP_ERR_NO_MEM : ESP_OK);
}

bool Inbox::put(const Mail& mail) {
  if (sizeof(Head) + mail.topic.size + mail.bytes.size > sizeof outgoing_) return false;
  Head head = {mail.kind, mail.retained, static_cast<uint16_t>(mail.topic.size), mail.packet, {}, mail.broadcast};
  memcpy(head.address, mail.address, sizeof head.address);
  xSemaphoreTake(writer_, portMAX_DELAY);
  ByteBuffer out({outgoing_, sizeof outgoing_});
  out.append({reinterpret_cast<const uint8_t*>(&head), sizeof head});
  out.append(mail.topic.bytes());
  out.append(mail.bytes);
  const bool sent = xMessageBufferSend(buffer_, outgoing_, out.size(), 0) == out.size();
  xSemaphoreGive(writer_);
  xTaskNotifyGive(reader_);
  return sent;
}

bool Inbox::take(Mail& mail) {
  const size_t size = xMessageBufferReceive(buffer_, incoming_, sizeof incoming_, 0);
  if (size < sizeof(Head)) return false;
  Head head;
  memcpy(&head, incoming_, sizeof head);
  mail = {};
  mail.kind = head.kind;
  mail.retained = head.retained;
  mail.packet = head.packet;
  mail.broadcast = head.broadcast;
  memcpy(mail.address, head.address, sizeof mail.address);
  const ByteView rest = ByteView{incoming_, size}.from(sizeof head);
  mail.topic = {reinterpret_cast<const char*>(rest.data), head.topic_size};
  mail.bytes = rest.from(head.topic_size);
  return true;
}

}  // namespace sl::esp
