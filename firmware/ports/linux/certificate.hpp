// What a device reads in certificates. The first of a PEM text is the one that counts.
#pragma once
#include <cstdint>
#include <string>

#include "sl/codec/topic.hpp"

namespace sl::linux_port {

struct Certificate {
  /// Of the key in it.
  DeviceId device;
  Hash spki_sha256;
  /// Seconds since 1970.
  int64_t not_before_s = 0;
  int64_t not_after_s = 0;
};

/// Throws std::runtime_error when there is no certificate in the text.
Certificate read_certificate(const std::string& pem);

/// From day 60 of 90.
bool renewal_is_due(const Certificate& certificate, int64_t now_s);

}  // namespace sl::linux_port
