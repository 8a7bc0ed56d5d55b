// Ownership of OpenSSL's objects, its errors as exceptions, and PEM as text.
#pragma once
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

namespace sl::linux_port {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const { Free(object); }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;

using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedCertificate = Owned<X509, X509_free>;
using OwnedRequest = Owned<X509_REQ, X509_REQ_free>;
using OwnedDigest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedSslContext = Owned<SSL_CTX, SSL_CTX_free>;

/// Throws std::runtime_error with `what` and OpenSSL's own words.
[[noreturn]] void throw_openssl(const std::string& what);

/// Every certificate of a PEM text, in its order; empty when there is none.
std::vector<OwnedCertificate> certificates_of(const std::string& pem);

/// Reads the text where it lies: it must outlive the BIO.
OwnedBio bio_of(const std::string& text);
OwnedBio bio_of(std::string&& text) = delete;
/// What was written to a memory BIO.
std::string text_of(BIO* bio);

}  // namespace sl::linux_port
