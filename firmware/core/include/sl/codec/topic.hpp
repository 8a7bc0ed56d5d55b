// Names of topics and devices: built and read here alone.
#pragma once
#include "sl/limits.hpp"
#include "sl/status.hpp"

namespace sl {

/// A device's own name: 26 characters of lower-case base32 (RFC 4648, 6), by value.
struct DeviceId {
  char characters[limits::device_id_chars] = {};

  Text text() const { return {characters, sizeof characters}; }
  /// False, and no change, when the text is no device id.
  bool assign(Text id);
};

inline bool operator==(const DeviceId& a, const DeviceId& b) {
  return memcmp(a.characters, b.characters, sizeof a.characters) == 0;
}
inline bool operator!=(const DeviceId& a, const DeviceId& b) { return !(a == b); }

bool is_device_id(Text id);
/// RFC 4648, 6, lower case, no padding: writes ceil(8 * size / 5) characters and returns how many.
size_t base32(ByteView bytes, char* out);
/// Base32 of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo of its key.
DeviceId device_id_of(const Hash& spki_sha256);

struct TopicText {
  char characters[limits::topic_chars];
  size_t size = 0;
  Text text() const { return {characters, size}; }
};
/// "sl/1/{device}/{row}"
TopicText topic_of(const DeviceId& device, Topic row);
/// The row, when the topic is exactly a row of the table below this device.
Result<Topic> parse_topic(Text topic, const DeviceId& device);

constexpr const TopicRow& row_of(Topic topic) { return topic_rows[static_cast<size_t>(topic)]; }
constexpr Topic command_topic(Op op) {
  return static_cast<Topic>(static_cast<uint8_t>(Topic::cmd_unlock) + static_cast<uint8_t>(op));
}
constexpr Topic result_topic(Op op) {
  return static_cast<Topic>(static_cast<uint8_t>(Topic::result_unlock) + static_cast<uint8_t>(op));
}
static_assert(command_topic(Op::reboot) == Topic::cmd_reboot && result_topic(Op::reboot) == Topic::result_reboot &&
                  command_topic(Op::capture) == Topic::cmd_capture && result_topic(Op::lock) == Topic::result_lock,
              "the rows of cmd/ and result/ stand in the order of Op");

/// Whether the row is that of a command, and then of which.
constexpr bool is_command(Topic row, Op& op) {
  const size_t behind = static_cast<size_t>(row) - static_cast<size_t>(Topic::cmd_unlock);
  op = static_cast<Op>(behind);
  return behind < count_of<Op>();
}

/// Whether a latch (or a camera) is the party that a row names.
constexpr bool is_party(Party device, Party named) { return named == device || named == Party::device; }

}  // namespace sl
