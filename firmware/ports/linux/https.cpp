#include "https.hpp"

#include <curl/curl.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "tls_trust.hpp"

namespace sl::linux_port {

namespace {

using OwnedCurl = Owned<CURL, curl_easy_cleanup>;
using OwnedHeaders = Owned<curl_slist, curl_slist_free_all>;

struct Exchange {
  const HttpsRequest& request;
  std::string answer;
  /// Of a callback, which no exception may leave.
  std::string problem;
};

size_t take_answer(char* data, size_t, size_t count, void* given) {
  auto& exchange = *static_cast<Exchange*>(given);
  if (exchange.answer.size() + count > https_answer_bytes) {
    exchange.problem = "the answer is longer than " + std::to_string(https_answer_bytes) + " bytes";
    return 0;
  }
  exchange.answer.append(data, count);
  return count;
}

CURLcode trust_the_ca(CURL*, void* context, void* given) {
  auto& exchange = *static_cast<Exchange*>(given);
  try {
    trust_only(static_cast<SSL_CTX*>(context), *exchange.request.ca, exchange.request.judge_time);
    return CURLE_OK;
  } catch (const std::exception& error) {
    exchange.problem = error.what();
    return CURLE_SSL_CACERT_BADFILE;
  }
}

int look_whether_cancelled(void* given, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& exchange = *static_cast<Exchange*>(given);
  return exchange.request.cancelled && *exchange.request.cancelled ? 1 : 0;
}

/// RFC 9457: what the server says is wrong; else the start of whatever it said.
std::string problem_of(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  const auto part = [&](const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : "";
  };
  const std::string title = part("title");
  const std::string detail = part("detail");
  if (!title.empty() || !detail.empty()) return title.empty() || detail.empty() ? title + detail : title + ": " + detail;
  return answer.substr(0, 200);
}

std::string reason_of(CURLcode code, const Exchange& exchange, const char* words) {
  if (!exchange.problem.empty()) return exchange.problem;
  if (code == CURLE_OPERATION_TIMEDOUT) return "no answer within " + std::to_string(https_deadline_ms / 1000) + " s";
  if (code == CURLE_COULDNT_CONNECT) return "nothing listens there; is the API running?";
  return words[0] != '\0' ? words : curl_easy_strerror(code);
}

void set_trust(CURL* curl, Exchange& exchange) {
  const bool trusting = !exchange.request.ca;
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, trusting ? 0L : 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, trusting ? 0L : 2L);
  // None of this machine's own CAs: they say nothing about a Smart Latch server.
  curl_easy_setopt(curl, CURLOPT_CAINFO, nullptr);
  curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  if (trusting) return;
  curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, trust_the_ca);
  curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, &exchange);
}

void set_limits(CURL* curl, Exchange& exchange) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, https_deadline_ms);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_whether_cancelled);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
}

OwnedHeaders headers_of(const HttpsRequest& request) {
  OwnedHeaders headers;
  const auto add = [&](const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)headers.release();
    headers.reset(longer);
  };
  if (request.body) add("Content-Type: application/json");
  if (!request.authorization.empty()) add("Authorization: " + request.authorization);
  return headers;
}

}  // namespace

std::string https(const HttpsRequest& request) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const OwnedCurl curl(started == CURLE_OK ? curl_easy_init() : nullptr);
  const std::string what = std::string(request.body ? "POST " : "GET ") + request.url + ": ";
  if (!curl) throw HttpsError(0, what + "libcurl does not start");
  Exchange exchange = {request, {}, {}};
  char words[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, words);
  curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
  set_trust(curl.get(), exchange);
  set_limits(curl.get(), exchange);
  const OwnedHeaders headers = headers_of(request);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  if (request.body) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body->size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body->c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) throw HttpsError(0, what + reason_of(code, exchange, words));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return exchange.answer;
  throw HttpsError(static_cast<int>(status), what + std::to_string(status) + " " + problem_of(exchange.answer));
}

}  // namespace sl::linux_port
