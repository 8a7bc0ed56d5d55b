// What an enrolment gives, made up for a key.
#pragma once
#include "base64.hpp"
#include "identity.hpp"
#include "ports/test_certificate.hpp"

namespace sl::test {

inline constexpr int64_t day_s = 86'400;
inline constexpr int64_t now_s = 1'795'000'000;

inline nlohmann::json enrolled(const linux_port::DeviceKey& key) {
  const std::string pem = certificate_for(key, now_s, now_s + 90 * day_s);
  const std::string key32 = linux_port::base64(Hash{});
  const DeviceId id = key.id();
  return {{"kind", "latch"},
          {"device", std::string(id.characters, sizeof id.characters)},
          {"certificate", pem},
          {"broker", {{"host", "127.0.0.1"}, {"port", 1}}},
          {"brokerCa", pem},
          {"enrolment", {{"url", "https://127.0.0.1:1"}, {"ca", pem}}},
          {"site", "s"},
          {"unit", "u"},
          {"commandKeys", {{{"kid", linux_port::base64(Bytes<8>{})}, {"publicKey", key32}}}},
          {"uplink", {{{"version", 4}, {"key", key32}}, {{"version", 3}, {"key", key32}}}},
          {"peers", {{{"peer", std::string(26, 'a')}, {"epoch", 7}, {"key", key32}}}}};
}

}  // namespace sl::test
