#include "sl_esp/trust.hpp"

#include "mbedtls/ssl.h"
#include "sl_esp/wall_clock.hpp"

namespace sl::esp {

namespace {

mbedtls_x509_crt broker_ca;
mbedtls_x509_crt enrolment_ca;

bool parse(mbedtls_x509_crt& ca, const std::string& pem) {
  mbedtls_x509_crt_free(&ca);
  mbedtls_x509_crt_init(&ca);
  // PEM needs its terminating zero counted (mbedtls_x509_crt_parse).
  return mbedtls_x509_crt_parse(&ca, reinterpret_cast<const unsigned char*>(pem.c_str()), pem.size() + 1) == 0;
}

/// The device's clock may be behind until SNTP has answered: then "not yet valid" says nothing. The end is always checked.
int judge_dates(void*, mbedtls_x509_crt*, int, uint32_t* flags) {
  if (!wall_clock_is_set()) *flags &= ~static_cast<uint32_t>(MBEDTLS_X509_BADCERT_FUTURE);
  return 0;
}

esp_err_t trust_only(void* config, mbedtls_x509_crt& ca) {
  auto* const ssl = static_cast<mbedtls_ssl_config*>(config);
  mbedtls_ssl_conf_authmode(ssl, MBEDTLS_SSL_VERIFY_REQUIRED);
  mbedtls_ssl_conf_ca_chain(ssl, &ca, nullptr);
  mbedtls_ssl_conf_verify(ssl, judge_dates, nullptr);
  return ESP_OK;
}

}  // namespace

bool set_broker_ca(const std::string& pem) { return parse(broker_ca, pem); }
bool set_enrolment_ca(const std::string& pem) { return parse(enrolment_ca, pem); }

esp_err_t trust_broker_ca(void* config) { return trust_only(config, broker_ca); }
esp_err_t trust_enrolment_ca(void* config) { return trust_only(config, enrolment_ca); }

esp_err_t trust_nobody_yet(void* config) {
  mbedtls_ssl_conf_authmode(static_cast<mbedtls_ssl_config*>(config), MBEDTLS_SSL_VERIFY_NONE);
  return ESP_OK;
}

}  // namespace sl::esp
