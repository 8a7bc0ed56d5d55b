#include "enrol.hpp"

#include "base64.hpp"

namespace sl::linux_port {

namespace {

using Json = nlohmann::json;

std::string ask(const Asking& asking, const std::string& url, const std::optional<std::string>& ca,
                const std::optional<Json>& body, const std::string& authorization = {}) {
  HttpsRequest request;
  request.url = url;
  request.ca = ca;
  request.judge_time = asking.judge_time;
  request.cancelled = asking.cancelled;
  request.authorization = authorization;
  if (body) request.body = body->dump();
  return https(request);
}

Json read(const std::string& text, const char* what) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_object()) return json;
  throw std::runtime_error(std::string("the ") + what + " answer is not JSON; is the address an enrolment port?");
}

std::string text_in(const Json& json, const char* name, const char* what) {
  if (json.contains(name) && json[name].is_string()) return json[name].get<std::string>();
  throw std::runtime_error(std::string("the ") + what + " answer has another shape than this device knows: " + name);
}

std::string fetch_ca(const Claim& claim, const Asking& asking) {
  const std::string pem = ask(asking, claim.enrolment_url + "/v1/enrolments/ca", std::nullopt, std::nullopt);
  Hash hash;
  try {
    hash = read_certificate(pem).spki_sha256;
  } catch (const std::exception&) {
    throw std::runtime_error("/v1/enrolments/ca did not answer with a PEM certificate; is the address an enrolment port?");
  }
  if (base64url(hash) == claim.ca_spki_sha256) return pem;
  throw std::runtime_error(
      "the enrolment server is not the one in the claim (its CA has another key): nothing was sent to it");
}

/// `SL-Device <device>:<nonce>:<signature>`: a fresh server nonce, signed for this method and path by the device key.
std::string authorization_for(const Identity& identity, const DeviceKey& key, const Asking& asking,
                              const std::string& method, const std::string& path) {
  const Json body = {{"device", identity.device_text()}};
  const std::string url = identity.enrolment_url + "/v1/enrolments/nonce";
  const std::string nonce = text_in(read(ask(asking, url, identity.enrolment_ca, body), "nonce"), "nonce", "nonce");
  const std::string signature = key.sign("sl1-device\n" + method + "\n" + path + "\n" + nonce);
  return "SL-Device " + identity.device_text() + ":" + nonce + ":" + signature;
}

}  // namespace

Identity enrol(const Claim& claim, const std::string& kind, const DeviceKey& key, const Asking& asking) {
  if (!claim.kind.empty() && claim.kind != kind)
    throw std::runtime_error("the claim is for a " + claim.kind + ", not for a " + kind);
  const std::string ca = fetch_ca(claim, asking);
  const Json body = {{"csr", key.signing_request()}, {"code", claim.code}, {"kind", kind}};
  Json answer = read(ask(asking, claim.enrolment_url + "/v1/enrolments", ca, body), "enrolment");
  answer["kind"] = kind;
  answer["enrolment"] = {{"url", claim.enrolment_url}, {"ca", ca}};
  Identity identity = identity_of(answer);
  if (identity.device.text() != key.id().text() ||
      read_certificate(identity.certificate).device.text() != key.id().text())
    throw std::runtime_error("the enrolment answer is for another key: do not use it, ask for a new claim");
  return identity;
}

Secrets fetch_secrets(const Identity& identity, const DeviceKey& key, const Asking& asking) {
  const std::string path = "/v1/devices/self/secrets";
  const std::string authorization = authorization_for(identity, key, asking, "GET", path);
  const std::string url = identity.enrolment_url + path;
  return secrets_of(read(ask(asking, url, identity.enrolment_ca, std::nullopt, authorization), "secrets"));
}

std::string renew_certificate(const Identity& identity, const DeviceKey& key, const Asking& asking) {
  const std::string path = "/v1/enrolments/renew";
  const std::string authorization = authorization_for(identity, key, asking, "POST", path);
  const Json body = {{"certificate", identity.certificate}};
  const std::string answer = ask(asking, identity.enrolment_url + path, identity.enrolment_ca, body, authorization);
  const std::string certificate = text_in(read(answer, "renewal"), "certificate", "renewal");
  if (read_certificate(certificate).device.text() != identity.device.text())
    throw std::runtime_error("the renewed certificate is for another key: it is not used");
  return certificate;
}

}  // namespace sl::linux_port
