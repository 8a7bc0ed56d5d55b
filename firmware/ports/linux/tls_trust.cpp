#include "tls_trust.hpp"

#include <stdexcept>

namespace sl::linux_port {

namespace {

int judge_all(int ok, X509_STORE_CTX*) { return ok; }

int judge_without_beginning(int ok, X509_STORE_CTX* chain) {
  if (ok || X509_STORE_CTX_get_error(chain) != X509_V_ERR_CERT_NOT_YET_VALID) return ok;
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  return 1;
}

}  // namespace

void trust_only(SSL_CTX* context, const std::string& ca, const JudgeTime& when) {
  const auto trusted = certificates_of(ca);
  if (trusted.empty()) throw std::runtime_error("the CA to trust is no certificate in PEM");
  X509_STORE* const store = X509_STORE_new();
  if (!store) throw_openssl("no memory");
  // The context owns it from here, whatever happens below; what it trusted before is gone.
  SSL_CTX_set_cert_store(context, store);
  for (const OwnedCertificate& certificate : trusted) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1) throw_openssl("the CA cannot be used");
  }
  X509_VERIFY_PARAM* const judgement = SSL_CTX_get0_param(context);
  // The CA that the claim or the enrolment named is an intermediate, and its root is none of this device's business.
  X509_VERIFY_PARAM_set_flags(judgement, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_time(judgement, static_cast<time_t>(when.now_s));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, when.not_before_counts ? judge_all : judge_without_beginning);
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) throw_openssl("TLS 1.2 is not to be had");
}

}  // namespace sl::linux_port
