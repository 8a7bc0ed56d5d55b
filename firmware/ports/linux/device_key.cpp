#include "device_key.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <cstring>
#include <stdexcept>

#include "base64.hpp"

namespace sl::linux_port {

namespace {

using OwnedSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
constexpr int scalar_bytes = 32;

std::string text(const DeviceId& id) { return {id.characters, sizeof id.characters}; }

}  // namespace

DeviceKey DeviceKey::make() {
  OwnedKey key(EVP_EC_gen("P-256"));
  if (!key) throw_openssl("the device's key could not be made");
  return DeviceKey(std::move(key));
}

DeviceKey DeviceKey::from_pem(const std::string& pem) {
  const OwnedBio bio = bio_of(pem);
  OwnedKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!key) throw_openssl("this is no private key in PEM");
  char group[32] = {};
  if (EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) != 1 ||
      std::strcmp(group, "prime256v1") != 0)
    throw std::runtime_error("the private key is not of P-256");
  return DeviceKey(std::move(key));
}

std::string DeviceKey::pem() const {
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw_openssl("the device's key could not be written");
  return text_of(bio.get());
}

DeviceId DeviceKey::id() const { return device_id_of_key(key_.get()); }

std::string DeviceKey::signing_request() const {
  const OwnedRequest request(X509_REQ_new());
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  const std::string name = text(id());
  const auto* const cn = reinterpret_cast<const unsigned char*>(name.data());
  const bool written =
      request && bio && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
      X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request.get()), "CN", MBSTRING_ASC, cn,
                                 static_cast<int>(name.size()), -1, 0) == 1 &&
      X509_REQ_set_pubkey(request.get(), key_.get()) == 1 &&
      X509_REQ_sign(request.get(), key_.get(), EVP_sha256()) > 0 && PEM_write_bio_X509_REQ(bio.get(), request.get()) == 1;
  if (!written) throw_openssl("the certificate request could not be made");
  return text_of(bio.get());
}

std::string DeviceKey::sign(const std::string& message) const {
  const OwnedDigest digest(EVP_MD_CTX_new());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  unsigned char der[128];
  size_t size = sizeof der;
  if (!digest || EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(digest.get(), der, &size, bytes, message.size()) != 1)
    throw_openssl("the device's key did not sign");
  const unsigned char* at = der;
  const OwnedSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
  uint8_t scalars[2 * scalar_bytes];
  if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), scalars, scalar_bytes) != scalar_bytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), scalars + scalar_bytes, scalar_bytes) != scalar_bytes)
    throw_openssl("the signature has another shape than P-256 gives");
  return base64url(ByteView{scalars, sizeof scalars});
}

Hash spki_sha256(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) throw_openssl("the public key could not be read");
  Hash hash;
  crypto_hash_sha256(hash.data, der, static_cast<unsigned long long>(size));
  OPENSSL_free(der);
  return hash;
}

DeviceId device_id_of_key(EVP_PKEY* key) { return device_id_of(spki_sha256(key)); }

}  // namespace sl::linux_port
