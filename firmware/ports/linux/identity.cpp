#include "identity.hpp"

#include <stdexcept>

#include "atomic_file.hpp"

namespace sl::linux_port {

namespace {

using Json = nlohmann::json;
constexpr const char* pem_mark = "-----BEGIN CERTIFICATE-----";

[[noreturn]] void refuse(const std::string& member) {
  throw std::runtime_error("another shape than this device knows: " + member);
}

std::string text_at(const Json& json, const char* pointer) {
  const Json::json_pointer at(pointer);
  if (!json.contains(at) || !json[at].is_string() || json[at].get_ref<const std::string&>().empty()) refuse(pointer + 1);
  return json[at].get<std::string>();
}

std::string pem_at(const Json& json, const char* pointer) {
  const std::string pem = text_at(json, pointer);
  if (pem.find(pem_mark) == std::string::npos) refuse(pointer + 1);
  return pem;
}

uint16_t port_at(const Json& json, const char* pointer) {
  const Json::json_pointer at(pointer);
  const int64_t port = json.contains(at) && json[at].is_number_integer() ? json[at].get<int64_t>() : 0;
  if (port < 1 || port > UINT16_MAX) refuse(pointer + 1);
  return static_cast<uint16_t>(port);
}

DeviceKey key_in(const std::string& folder) {
  open_state_folder(folder);
  const std::string path = folder + "/device.key";
  if (const auto pem = read_file(path)) return DeviceKey::from_pem(*pem);
  DeviceKey key = DeviceKey::make();
  write_file(path, key.pem());
  return key;
}

}  // namespace

Identity identity_of(const Json& json) {
  Identity identity;
  identity.kind = text_at(json, "/kind");
  if (identity.kind != "latch" && identity.kind != "camera") refuse("kind");
  const std::string device = text_at(json, "/device");
  if (!identity.device.assign(Text(device.data(), device.size()))) refuse("device");
  identity.certificate = pem_at(json, "/certificate");
  identity.broker_host = text_at(json, "/broker/host");
  identity.broker_port = port_at(json, "/broker/port");
  identity.broker_ca = pem_at(json, "/brokerCa");
  identity.enrolment_url = text_at(json, "/enrolment/url");
  identity.enrolment_ca = pem_at(json, "/enrolment/ca");
  identity.site = text_at(json, "/site");
  identity.unit = text_at(json, "/unit");
  identity.secrets = secrets_of(json);
  return identity;
}

Json json_of(const Identity& identity) {
  Json json = json_of(identity.secrets);
  json["kind"] = identity.kind;
  json["device"] = identity.device_text();
  json["certificate"] = identity.certificate;
  json["broker"] = {{"host", identity.broker_host}, {"port", identity.broker_port}};
  json["brokerCa"] = identity.broker_ca;
  json["enrolment"] = {{"url", identity.enrolment_url}, {"ca", identity.enrolment_ca}};
  json["site"] = identity.site;
  json["unit"] = identity.unit;
  return json;
}

StateFolder::StateFolder(const std::string& path) : path_(path), key_(key_in(path)) {}

std::optional<Identity> StateFolder::load() const {
  const std::string path = path_ + "/identity.json";
  const auto text = read_file(path);
  if (!text) return std::nullopt;
  try {
    const Identity identity = identity_of(Json::parse(*text));
    if (identity.device.text() != key_.id().text()) throw std::runtime_error("it is of another key than device.key");
    return identity;
  } catch (const std::exception& error) {
    throw std::runtime_error(path + " is not this device's identity (" + error.what() +
                             "): delete the folder and enrol the device again with a new claim");
  }
}

void StateFolder::save(const Identity& identity) const { write_file(path_ + "/identity.json", json_of(identity).dump(2) + "\n"); }

}  // namespace sl::linux_port
