// Whom TLS trusts: one CA, which may be an intermediate, and nobody else in the world.
#pragma once
#include <string>

#include "openssl.hpp"
#include "wall_clock.hpp"

namespace sl::linux_port {

/// TLS 1.2 or newer; the server's chain must end at this CA (PEM) and hold at that time. Throws when the PEM is none. Whose name
/// or address the certificate must show is the caller's to say.
void trust_only(SSL_CTX* context, const std::string& ca, const JudgeTime& when);

}  // namespace sl::linux_port
