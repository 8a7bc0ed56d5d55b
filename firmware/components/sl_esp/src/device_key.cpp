#include "sl_esp/device_key.hpp"

#include <string.h>

#include "bootloader_random.h"
#include "esp_random.h"
#include "mbedtls/ecdsa.h"
#include "mbedtls/x509_csr.h"
#include "sl_esp/base64.hpp"

namespace sl::esp {

namespace {

/// SEC 1 of P-256 has 121 bytes, its SPKI 91, the request about 500 in PEM.
constexpr size_t key_der_bytes = 160;
constexpr size_t spki_bytes = 128;
constexpr size_t request_bytes = 1024;
constexpr size_t scalar_bytes = 32;

int random_bytes(void*, unsigned char* out, size_t size) {
  esp_fill_random(out, size);
  return 0;
}

}  // namespace

DeviceKey::DeviceKey() { mbedtls_pk_init(&key_); }

DeviceKey::~DeviceKey() { mbedtls_pk_free(&key_); }

bool DeviceKey::make() {
  mbedtls_pk_free(&key_);
  mbedtls_pk_init(&key_);
  if (mbedtls_pk_setup(&key_, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) != 0) return false;
  // Feeds the generator from the ADC's noise: called before Wi-Fi and Bluetooth start, which it would disturb.
  bootloader_random_enable();
  const int made = mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(key_), random_bytes, nullptr);
  bootloader_random_disable();
  return made == 0;
}

bool DeviceKey::load(const std::string& der) {
  mbedtls_pk_free(&key_);
  mbedtls_pk_init(&key_);
  return mbedtls_pk_parse_key(&key_, reinterpret_cast<const unsigned char*>(der.data()), der.size(), nullptr, 0,
                              random_bytes, nullptr) == 0;
}

std::string DeviceKey::der() const {
  uint8_t memory[key_der_bytes];
  const int size = mbedtls_pk_write_key_der(&key_, memory, sizeof memory);
  // mbedTLS writes at the end of the memory.
  std::string der = size > 0 ? std::string(reinterpret_cast<char*>(memory) + sizeof memory - size, size) : "";
  memset(memory, 0, sizeof memory);
  return der;
}

bool DeviceKey::id(ICrypto& crypto, DeviceId& id) const {
  uint8_t memory[spki_bytes];
  const int size = mbedtls_pk_write_pubkey_der(&key_, memory, sizeof memory);
  if (size <= 0) return false;
  Hash hash;
  crypto.sha256(ByteView{memory + sizeof memory - size, static_cast<size_t>(size)}, hash);
  id = device_id_of(hash);
  return true;
}

std::string DeviceKey::signing_request(const DeviceId& id) {
  mbedtls_x509write_csr csr;
  mbedtls_x509write_csr_init(&csr);
  mbedtls_x509write_csr_set_md_alg(&csr, MBEDTLS_MD_SHA256);
  mbedtls_x509write_csr_set_key(&csr, &key_);
  const std::string subject = "CN=" + std::string(id.characters, sizeof id.characters);
  std::string pem(request_bytes, '\0');
  const bool written =
      mbedtls_x509write_csr_set_subject_name(&csr, subject.c_str()) == 0 &&
      mbedtls_x509write_csr_pem(&csr, reinterpret_cast<unsigned char*>(pem.data()), pem.size(), random_bytes, nullptr) == 0;
  mbedtls_x509write_csr_free(&csr);
  return written ? pem.c_str() : "";
}

std::string DeviceKey::sign(ICrypto& crypto, const std::string& text) const {
  Hash hash;
  crypto.sha256(ByteView{reinterpret_cast<const uint8_t*>(text.data()), text.size()}, hash);
  mbedtls_ecp_group group;
  mbedtls_ecp_point point;
  mbedtls_mpi secret, r, s;
  mbedtls_ecp_group_init(&group);
  mbedtls_ecp_point_init(&point);
  for (mbedtls_mpi* number : {&secret, &r, &s}) mbedtls_mpi_init(number);
  // Deterministic (RFC 6979): a poor random number must not give the key away. IEEE P1363 is r and s, 32 bytes each.
  uint8_t signature[2 * scalar_bytes];
  const bool made =
      mbedtls_ecp_export(mbedtls_pk_ec(key_), &group, &secret, &point) == 0 &&
      mbedtls_ecdsa_sign_det_ext(&group, &r, &s, &secret, hash.data, sizeof hash.data, MBEDTLS_MD_SHA256, random_bytes,
                                 nullptr) == 0 &&
      mbedtls_mpi_write_binary(&r, signature, scalar_bytes) == 0 &&
      mbedtls_mpi_write_binary(&s, signature + scalar_bytes, scalar_bytes) == 0;
  for (mbedtls_mpi* number : {&secret, &r, &s}) mbedtls_mpi_free(number);
  mbedtls_ecp_point_free(&point);
  mbedtls_ecp_group_free(&group);
  return made ? base64url(ByteView{signature, sizeof signature}) : "";
}

}  // namespace sl::esp
