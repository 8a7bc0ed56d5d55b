// One HTTPS request on a connection of its own.
#pragma once
#include <string>

#include "sl_esp/trust.hpp"

namespace sl::esp {

struct HttpsRequest {
  std::string url;
  Trust trust = trust_enrolment_ca;
  std::string authorization;
  /// JSON, and then the method is POST; empty for GET.
  std::string body;
};

struct HttpsAnswer {
  /// 0 when there was no whole answer.
  int status = 0;
  std::string body;
  bool ok() const { return status >= 200 && status < 300; }
};

/// Waits at most `https_deadline_ms` for each step of the exchange; follows no redirection.
HttpsAnswer https(const HttpsRequest& request);

inline constexpr int https_deadline_ms = 10'000;
inline constexpr size_t https_answer_bytes = 16 * 1024;

}  // namespace sl::esp
