// Certificates as tests need them: signed by themselves, of any days.
#pragma once
#include <openssl/pem.h>

#include <stdexcept>

#include "device_key.hpp"

namespace sl::test {

inline std::string certificate_for(const linux_port::DeviceKey& key, int64_t not_before_s, int64_t not_after_s) {
  const linux_port::OwnedCertificate certificate(X509_new());
  const linux_port::OwnedBio bio(BIO_new(BIO_s_mem()));
  X509* const x509 = certificate.get();
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  ASN1_TIME_set(X509_getm_notBefore(x509), static_cast<time_t>(not_before_s));
  ASN1_TIME_set(X509_getm_notAfter(x509), static_cast<time_t>(not_after_s));
  X509_set_pubkey(x509, key.get());
  if (X509_sign(x509, key.get(), EVP_sha256()) <= 0 || PEM_write_bio_X509(bio.get(), x509) != 1)
    throw std::runtime_error("no certificate");
  return linux_port::text_of(bio.get());
}

}  // namespace sl::test
