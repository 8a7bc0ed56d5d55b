#include "sl_esp/enrolment.hpp"

#include "mbedtls/x509_crt.h"
#include "sl_esp/base64.hpp"
#include "sl_esp/https.hpp"
#include "sl_esp/json.hpp"
#include "sl_esp/keys_json.hpp"

namespace sl::esp {

namespace {

std::string body_of(std::initializer_list<std::pair<const char*, std::string>> members) {
  const Json json(cJSON_CreateObject());
  for (const auto& [name, value] : members) cJSON_AddStringToObject(json.get(), name, value.c_str());
  return print_json(json.get());
}

/// SHA-256 over the DER SubjectPublicKeyInfo of the first certificate, base64url; empty for what is no certificate.
std::string spki_hash(ICrypto& crypto, const std::string& pem) {
  mbedtls_x509_crt certificate;
  mbedtls_x509_crt_init(&certificate);
  std::string text;
  if (mbedtls_x509_crt_parse(&certificate, reinterpret_cast<const unsigned char*>(pem.c_str()), pem.size() + 1) == 0) {
    Hash hash;
    crypto.sha256(ByteView{certificate.pk_raw.p, certificate.pk_raw.len}, hash);
    text = base64url(hash);
  }
  mbedtls_x509_crt_free(&certificate);
  return text;
}

/// Fetches the CA from anybody who answers, and believes it only because its key has the hash in the claim.
Problem fetch_ca(ICrypto& crypto, const Claim& claim, std::string& ca) {
  HttpsRequest request;
  request.url = claim.enrolment_url + "/v1/enrolments/ca";
  request.trust = trust_nobody_yet;
  const HttpsAnswer answer = https(request);
  if (!answer.ok()) return "the enrolment server does not answer: is the address of the claim reachable from this Wi-Fi?";
  if (spki_hash(crypto, answer.body) != claim.ca_spki_sha256)
    return "the enrolment server is not the one in the claim (its CA has another key): nothing was sent to it";
  ca = answer.body;
  return set_enrolment_ca(ca) ? nullptr : "the enrolment CA cannot be used";
}

/// What `/v1/devices/self/secrets` would have said, out of the longer answer.
std::string secrets_alone(cJSON* enrolled) {
  const Json alone(cJSON_CreateObject());
  for (const char* name : {"commandKeys", "uplink", "peers"}) {
    cJSON* const item = cJSON_DetachItemFromObjectCaseSensitive(enrolled, name);
    if (item) cJSON_AddItemToObject(alone.get(), name, item);
  }
  return print_json(alone.get());
}

Problem read_enrolled(const std::string& text, const DeviceId& id, Identity& identity) {
  const Json json = parse_json(text);
  const cJSON* const broker = cJSON_GetObjectItemCaseSensitive(json.get(), "broker");
  const cJSON* const port = cJSON_GetObjectItemCaseSensitive(broker, "port");
  if (text_of(json.get(), "device") != std::string(id.characters, sizeof id.characters))
    return "the enrolment answer is for another key: do not use it, ask for a new claim";
  identity.certificate = text_of(json.get(), "certificate");
  identity.broker_host = text_of(broker, "host");
  identity.broker_port = cJSON_IsNumber(port) ? static_cast<uint16_t>(port->valueint) : 0;
  identity.broker_ca = text_of(json.get(), "brokerCa");
  identity.secrets = secrets_alone(json.get());
  DeviceKeys keys;
  const bool whole = !identity.certificate.empty() && !identity.broker_host.empty() && identity.broker_port != 0 &&
                     set_broker_ca(identity.broker_ca) && parse_keys(identity.secrets, keys);
  return whole ? nullptr : "the enrolment answer has another shape than this firmware knows: update it";
}

/// `SL-Device {device}:{nonce}:{signature}`: a fresh server nonce, signed for this method and path by the device key.
Problem authorize(ICrypto& crypto, const DeviceKey& key, const Identity& identity, const char* method,
                  const std::string& path, HttpsRequest& request) {
  DeviceId id;
  if (!key.id(crypto, id) || !set_enrolment_ca(identity.enrolment_ca)) return "the identity in flash cannot be used";
  const std::string device(id.characters, sizeof id.characters);
  HttpsRequest ask;
  ask.url = identity.enrolment_url + "/v1/enrolments/nonce";
  ask.body = body_of({{"device", device}});
  const HttpsAnswer answer = https(ask);
  const Json json = parse_json(answer.body);
  const std::string nonce = text_of(json.get(), "nonce");
  if (!answer.ok() || nonce.empty()) return "the enrolment port gave no nonce";
  const std::string signature = key.sign(crypto, "sl1-device\n" + std::string(method) + "\n" + path + "\n" + nonce);
  if (signature.empty()) return "the device key did not sign";
  request.url = identity.enrolment_url + path;
  request.authorization = "SL-Device " + device + ":" + nonce + ":" + signature;
  return nullptr;
}

}  // namespace

Problem enrol(ICrypto& crypto, const Claim& claim, const char* kind, DeviceKey& key, Identity& identity) {
  if (!claim.kind.empty() && claim.kind != kind) return "the claim is for another kind of device";
  if (const Problem problem = fetch_ca(crypto, claim, identity.enrolment_ca)) return problem;
  DeviceId id;
  if (!key.id(crypto, id)) return "the device has no key";
  HttpsRequest request;
  request.url = claim.enrolment_url + "/v1/enrolments";
  request.body = body_of({{"csr", key.signing_request(id)}, {"code", claim.code}, {"kind", kind}});
  const HttpsAnswer answer = https(request);
  if (answer.status == 410) return "this code is wrong, over or used up: make a new claim in the app";
  if (!answer.ok()) return "the enrolment server refused: see the log above";
  identity.key_der = key.der();
  identity.enrolment_url = claim.enrolment_url;
  return read_enrolled(answer.body, id, identity);
}

Problem fetch_secrets(ICrypto& crypto, const DeviceKey& key, const Identity& identity, std::string& json) {
  HttpsRequest request;
  if (const Problem problem = authorize(crypto, key, identity, "GET", "/v1/devices/self/secrets", request)) return problem;
  const HttpsAnswer answer = https(request);
  DeviceKeys keys;
  if (!answer.ok() || !parse_keys(answer.body, keys)) return "the keys could not be fetched";
  json = answer.body;
  return nullptr;
}

Problem renew(ICrypto& crypto, const DeviceKey& key, const Identity& identity, std::string& certificate) {
  HttpsRequest request;
  if (const Problem problem = authorize(crypto, key, identity, "POST", "/v1/enrolments/renew", request)) return problem;
  request.body = body_of({{"certificate", identity.certificate}});
  const HttpsAnswer answer = https(request);
  const Json json = parse_json(answer.body);
  certificate = text_of(json.get(), "certificate");
  return answer.ok() && !certificate.empty() ? nullptr : "the certificate could not be renewed";
}

}  // namespace sl::esp
