// One HTTPS request on a connection of its own.
#pragma once
#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>

#include "wall_clock.hpp"

namespace sl::linux_port {

struct HttpsRequest {
  std::string url;
  /// The only CA to trust, PEM. Nothing: trusts anybody, for fetching the CA itself, whose hash is then compared.
  std::optional<std::string> ca;
  JudgeTime judge_time;
  std::string authorization;
  /// JSON; with one the method is POST, without GET.
  std::optional<std::string> body;
  /// Ends the request within a second when it becomes true.
  const std::atomic<bool>* cancelled = nullptr;
};

/// The message says what to do. `status` is 0 when there was no answer.
class HttpsError : public std::runtime_error {
 public:
  HttpsError(int answer_status, const std::string& what) : std::runtime_error(what), status(answer_status) {}
  int status;
};

inline constexpr long https_deadline_ms = 10'000;
inline constexpr size_t https_answer_bytes = 256 * 1024;

/// Waits at most `https_deadline_ms`; follows no redirection and uses no proxy. Returns the body; throws HttpsError with the
/// server's own words (RFC 9457) on anything but 2xx.
std::string https(const HttpsRequest& request);

}  // namespace sl::linux_port
