#include "sl_esp/keys_json.hpp"

#include "sl_esp/base64.hpp"
#include "sl_esp/json.hpp"

namespace sl::esp {

namespace {

bool read_bytes(const cJSON* object, const char* name, ByteSpan bytes) {
  return from_base64(text_of(object, name).c_str(), bytes);
}

/// A whole number that a double holds exactly and that is not negative.
bool read_count(const cJSON* object, const char* name, uint64_t max, uint64_t& value) {
  const cJSON* const item = cJSON_GetObjectItemCaseSensitive(object, name);
  if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > static_cast<double>(max)) return false;
  value = static_cast<uint64_t>(item->valuedouble);
  return static_cast<double>(value) == item->valuedouble;
}

bool read_command_key(const cJSON* item, DeviceKeys& keys) {
  CommandKey key;
  return read_bytes(item, "kid", key.kid.span()) && read_bytes(item, "publicKey", key.public_key.span()) &&
         keys.command.add(key);
}

bool read_uplink(const cJSON* item, DeviceKeys& keys) {
  uint64_t version = 0;
  UplinkKey key;
  if (!read_count(item, "version", UINT8_MAX, version) || !read_bytes(item, "key", key.key.span())) return false;
  key.version = static_cast<uint8_t>(version);
  if (key.version >= keys.uplink.version) keys.uplink = key;
  return true;
}

bool read_peer(const cJSON* item, DeviceKeys& keys) {
  PeerKey peer;
  const std::string id = text_of(item, "peer");
  return peer.peer.assign(Text(id.data(), id.size())) && read_count(item, "epoch", UINT32_MAX, peer.epoch) &&
         read_bytes(item, "key", peer.key.span()) && keys.peers.add(peer);
}

bool read_list(const cJSON* json, const char* name, int min, bool (*read)(const cJSON*, DeviceKeys&), DeviceKeys& keys) {
  const cJSON* const list = cJSON_GetObjectItemCaseSensitive(json, name);
  if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) < min) return false;
  for (int i = 0; i < cJSON_GetArraySize(list); ++i) {
    if (!read(cJSON_GetArrayItem(list, i), keys)) return false;
  }
  return true;
}

}  // namespace

bool parse_keys(const std::string& json, DeviceKeys& keys) {
  const Json parsed = parse_json(json);
  DeviceKeys read;
  const bool whole = parsed && read_list(parsed.get(), "commandKeys", 1, read_command_key, read) &&
                     read_list(parsed.get(), "uplink", 1, read_uplink, read) &&
                     read_list(parsed.get(), "peers", 0, read_peer, read);
  if (whole) keys = read;
  return whole;
}

}  // namespace sl::esp
