// Certificates as tests need them: of any days, signed by themselves or by another.
#pragma once
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "device_key.hpp"

namespace sl::test {

inline void put_name(X509_NAME* name, const char* cn) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(cn), -1, -1, 0);
}

struct Signed {
  const linux_port::DeviceKey& subject;
  const linux_port::DeviceKey& issuer;
  int64_t not_before_s = 0;
  int64_t not_after_s = 0;
  /// Of a server on loopback; else a CA.
  bool is_server = false;
};

/// PEM.
inline std::string certificate_of(const Signed& given) {
  const linux_port::OwnedCertificate certificate(X509_new());
  const linux_port::OwnedBio bio(BIO_new(BIO_s_mem()));
  X509* const x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  put_name(X509_get_subject_name(x509), given.is_server ? "server" : "ca");
  put_name(X509_get_issuer_name(x509), "ca");
  ASN1_TIME_set(X509_getm_notBefore(x509), static_cast<time_t>(given.not_before_s));
  ASN1_TIME_set(X509_getm_notAfter(x509), static_cast<time_t>(given.not_after_s));
  X509_set_pubkey(x509, given.subject.get());
  const char* const value = given.is_server ? "IP:127.0.0.1" : "critical,CA:TRUE";
  X509_EXTENSION* const extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, given.is_server ? NID_subject_alt_name : NID_basic_constraints, value);
  X509_add_ext(x509, extension, -1);
  X509_EXTENSION_free(extension);
  if (X509_sign(x509, given.issuer.get(), EVP_sha256()) <= 0 || PEM_write_bio_X509(bio.get(), x509) != 1)
    throw std::runtime_error("no certificate");
  return linux_port::text_of(bio.get());
}

/// Signed by itself.
inline std::string certificate_for(const linux_port::DeviceKey& key, int64_t not_before_s, int64_t not_after_s) {
  return certificate_of({key, key, not_before_s, not_after_s});
}

}  // namespace sl::test
