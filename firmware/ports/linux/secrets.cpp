#include "secrets.hpp"

#include <stdexcept>

#include "base64.hpp"

namespace sl::linux_port {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const char* member) {
  throw std::runtime_error(std::string("the keys have another shape than this device knows: ") + member);
}

const Json& list_of(const Json& json, const char* name, size_t min) {
  if (!json.is_object() || !json.contains(name) || !json[name].is_array() || json[name].size() < min) refuse(name);
  return json[name];
}

void read_bytes(const Json& item, const char* name, ByteSpan bytes) {
  const bool is_text = item.is_object() && item.contains(name) && item[name].is_string();
  if (!is_text || !from_base64(item[name].get<std::string>(), bytes)) refuse(name);
}

uint64_t count_of(const Json& item, const char* name, int64_t max) {
  const int64_t count = item.contains(name) && item[name].is_number_integer() ? item[name].get<int64_t>() : -1;
  if (count < 0 || count > max) refuse(name);
  return static_cast<uint64_t>(count);
}

CommandKey command_key_of(const Json& item) {
  CommandKey key;
  read_bytes(item, "kid", key.kid.span());
  read_bytes(item, "publicKey", key.public_key.span());
  return key;
}

UplinkKey uplink_of(const Json& item) {
  UplinkKey key;
  read_bytes(item, "key", key.key.span());
  key.version = static_cast<uint8_t>(count_of(item, "version", UINT8_MAX));
  return key;
}

PeerKey peer_of(const Json& item) {
  PeerKey peer;
  read_bytes(item, "key", peer.key.span());
  peer.epoch = count_of(item, "epoch", UINT32_MAX);
  const std::string id = item.contains("peer") && item["peer"].is_string() ? item["peer"].get<std::string>() : "";
  if (!peer.peer.assign(Text(id.data(), id.size()))) refuse("peer");
  return peer;
}

}  // namespace

const UplinkKey& Secrets::newest_uplink() const {
  const UplinkKey* newest = &uplink[0];
  for (const UplinkKey& key : uplink) {
    if (key.version > newest->version) newest = &key;
  }
  return *newest;
}

Secrets secrets_of(const Json& json) {
  Secrets secrets;
  for (const Json& item : list_of(json, "commandKeys", 1)) {
    if (!secrets.command_keys.add(command_key_of(item))) refuse("commandKeys");
  }
  for (const Json& item : list_of(json, "uplink", 1)) {
    if (!secrets.uplink.add(uplink_of(item))) refuse("uplink");
  }
  for (const Json& item : list_of(json, "peers", 0)) {
    if (!secrets.peers.add(peer_of(item))) refuse("peers");
  }
  return secrets;
}

Json json_of(const Secrets& secrets) {
  Json json = {{"commandKeys", Json::array()}, {"uplink", Json::array()}, {"peers", Json::array()}};
  for (const CommandKey& key : secrets.command_keys)
    json["commandKeys"].push_back({{"kid", base64(key.kid)}, {"publicKey", base64(key.public_key)}});
  for (const UplinkKey& key : secrets.uplink) json["uplink"].push_back({{"version", key.version}, {"key", base64(key.key)}});
  for (const PeerKey& peer : secrets.peers) {
    const std::string id(peer.peer.characters, sizeof peer.peer.characters);
    json["peers"].push_back({{"peer", id}, {"epoch", peer.epoch}, {"key", base64(peer.key)}});
  }
  return json;
}

}  // namespace sl::linux_port
