#include "certificate.hpp"

#include <time.h>

#include <stdexcept>

#include "device_key.hpp"

namespace sl::linux_port {

namespace {

constexpr int64_t renew_before_end_s = 30 * 24 * 3600;

int64_t seconds_of(const ASN1_TIME* given) {
  tm parts = {};
  if (ASN1_TIME_to_tm(given, &parts) != 1) throw_openssl("a certificate without dates");
  return int64_t{timegm(&parts)};
}

}  // namespace

Certificate read_certificate(const std::string& pem) {
  const auto chain = certificates_of(pem);
  if (chain.empty()) throw std::runtime_error("this is no certificate in PEM");
  X509* const first = chain.front().get();
  EVP_PKEY* const key = X509_get0_pubkey(first);
  if (!key) throw_openssl("a certificate without a key");
  Certificate certificate;
  certificate.spki_sha256 = spki_sha256(key);
  certificate.device = device_id_of(certificate.spki_sha256);
  certificate.not_before_s = seconds_of(X509_get0_notBefore(first));
  certificate.not_after_s = seconds_of(X509_get0_notAfter(first));
  return certificate;
}

bool renewal_is_due(const Certificate& certificate, int64_t now_s) {
  return now_s >= certificate.not_after_s - renew_before_end_s;
}

}  // namespace sl::linux_port
