// What other tasks have for the main task: MQTT, ESP-NOW. One message buffer, one reader; the core is only ever called from
// the main task, so it needs no locks.
#pragma once
#include "freertos/FreeRTOS.h"
#include "freertos/message_buffer.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "sl/bytes.hpp"
#include "sl/limits.hpp"
#include "sl/text.hpp"

namespace sl::esp {

enum class MailKind : uint8_t { mqtt_message, mqtt_acked, peer_frame };

struct Mail {
  MailKind kind = MailKind::mqtt_message;
  /// mqtt_message.
  bool retained = false;
  /// mqtt_acked: the packet id.
  int32_t packet = 0;
  /// peer_frame: the sender's address, and whether it spoke to everybody.
  uint8_t address[6] = {};
  bool broadcast = false;
  /// mqtt_message: full topic.
  Text topic;
  /// mqtt_message, peer_frame.
  ByteView bytes;
};

/// The largest mail: a control message and its topic.
inline constexpr size_t mail_bytes = 32 + limits::topic_chars + limits::control_message_bytes;
/// Room for one of these and a burst of small ones.
inline constexpr size_t inbox_bytes = mail_bytes + 2048;

class Inbox {
 public:
  /// The task that calls this is the reader, and is notified of each mail.
  Inbox();

  /// From any task, not from an interrupt. False when it is full: the mail is lost, and the server sends again.
  bool put(const Mail& mail);
  /// The next mail, whose views live until the next call; false when there is none.
  bool take(Mail& mail);
  TaskHandle_t reader() const { return reader_; }

 private:
  struct Head {
    MailKind kind;
    bool retained;
    uint16_t topic_size;
    int32_t packet;
    uint8_t address[6];
    bool broadcast;
  };

  TaskHandle_t reader_;
  MessageBufferHandle_t buffer_;
  /// A message buffer takes one writer at a time.
  SemaphoreHandle_t writer_;
  uint8_t outgoing_[mail_bytes];
  uint8_t incoming_[mail_bytes];
};

}  // namespace sl::esp
