// Whom TLS trusts: one CA for the broker, one for the enrolment port, and nobody else in the world.
#pragma once
#include <string>

#include "esp_err.h"

namespace sl::esp {

/// esp-tls calls one of these with its mbedtls_ssl_config. It is esp-tls's hook for certificate bundles; it is the only
/// way in to say which dates are checked, and to name a CA that is an intermediate.
using Trust = esp_err_t (*)(void* config);

/// PEM. False when it is no certificate.
bool set_broker_ca(const std::string& pem);
bool set_enrolment_ca(const std::string& pem);

esp_err_t trust_broker_ca(void* config);
esp_err_t trust_enrolment_ca(void* config);
/// Believes any server: only for fetching the enrolment CA, whose key is then compared with the claim. Nothing is sent to it.
esp_err_t trust_nobody_yet(void* config);

}  // namespace sl::esp
