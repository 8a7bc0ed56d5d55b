#include "sl/codec/topic.hpp"

namespace sl {

namespace {

constexpr char base32_alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

constexpr size_t device_at = Text(topic_root).size + 1;
constexpr size_t prefix_chars = device_at + limits::device_id_chars + 1;

}  // namespace

bool is_device_id(Text id) {
  if (id.size != limits::device_id_chars) return false;
  for (size_t i = 0; i < id.size; ++i) {
    const char c = id.data[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) return false;
  }
  return true;
}

bool DeviceId::assign(Text id) {
  if (!is_device_id(id)) return false;
  memcpy(characters, id.data, id.size);
  return true;
}

size_t base32(ByteView bytes, char* out) {
  uint32_t buffer = 0;
  unsigned bits = 0;
  size_t length = 0;
  for (const uint8_t byte : bytes) {
    buffer = buffer << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) out[length++] = base32_alphabet[buffer >> (bits - 5) & 31];
  }
  if (bits > 0) out[length++] = base32_alphabet[buffer << (5 - bits) & 31];
  return length;
}

DeviceId device_id_of(const Hash& spki_sha256) {
  DeviceId id;
  base32(ByteView(spki_sha256).from(0, 16), id.characters);
  return id;
}

TopicText topic_of(const DeviceId& device, Topic row) {
  TopicText topic;
  char* to = topic.characters;
  memcpy(to, topic_root, device_at);
  to[device_at - 1] = '/';
  memcpy(to + device_at, device.characters, sizeof device.characters);
  to[prefix_chars - 1] = '/';
  const Text name = name_of(row);
  memcpy(to + prefix_chars, name.data, name.size);
  topic.size = prefix_chars + name.size;
  return topic;
}

Result<Topic> parse_topic(Text topic, const DeviceId& device) {
  Topic row{};
  const TopicText state = topic_of(device, Topic::state);
  const bool is_own = topic.size > prefix_chars && Text{topic.data, prefix_chars} == Text{state.characters, prefix_chars};
  if (!is_own || !find_named(Text{topic.data + prefix_chars, topic.size - prefix_chars}, row)) return Status::bad_shape;
  return row;
}

}  // namespace sl
