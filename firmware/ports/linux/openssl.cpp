#include "openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <stdexcept>

namespace sl::linux_port {

void throw_openssl(const std::string& what) {
  char reason[160] = "no reason given";
  if (const unsigned long code = ERR_get_error()) ERR_error_string_n(code, reason, sizeof reason);
  ERR_clear_error();
  throw std::runtime_error(what + " (" + reason + ")");
}

OwnedBio bio_of(const std::string& text) {
  OwnedBio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw_openssl("no memory");
  return bio;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

std::vector<OwnedCertificate> certificates_of(const std::string& pem) {
  const OwnedBio bio = bio_of(pem);
  std::vector<OwnedCertificate> chain;
  while (X509* const next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) chain.emplace_back(next);
  ERR_clear_error();  // the end of the text
  return chain;
}

}  // namespace sl::linux_port
