#include "sl_esp/https.hpp"

#include "esp_http_client.h"
#include "esp_log.h"

namespace sl::esp {

namespace {

constexpr size_t part_bytes = 512;

bool send(esp_http_client_handle_t client, const std::string& body) {
  if (esp_http_client_open(client, static_cast<int>(body.size())) != ESP_OK) return false;
  size_t sent = 0;
  while (sent < body.size()) {
    const int wrote = esp_http_client_write(client, body.data() + sent, static_cast<int>(body.size() - sent));
    if (wrote <= 0) return false;
    sent += static_cast<size_t>(wrote);
  }
  return esp_http_client_fetch_headers(client) >= 0;
}

bool receive(esp_http_client_handle_t client, std::string& body) {
  char part[part_bytes];
  while (true) {
    const int got = esp_http_client_read(client, part, sizeof part);
    if (got < 0 || body.size() + static_cast<size_t>(got) > https_answer_bytes) return false;
    if (got == 0) return esp_http_client_is_complete_data_received(client);
    body.append(part, static_cast<size_t>(got));
  }
}

}  // namespace

HttpsAnswer https(const HttpsRequest& request) {
  esp_http_client_config_t config = {};
  config.url = request.url.c_str();
  config.method = request.body.empty() ? HTTP_METHOD_GET : HTTP_METHOD_POST;
  config.timeout_ms = https_deadline_ms;
  config.disable_auto_redirect = true;
  config.transport_type = HTTP_TRANSPORT_OVER_SSL;
  // The Authorization header alone has about 200 characters.
  config.buffer_size_tx = 1024;
  config.crt_bundle_attach = request.trust;
  HttpsAnswer answer;
  esp_http_client_handle_t client = esp_http_client_init(&config);
  if (client == nullptr) return answer;
  if (!request.body.empty()) esp_http_client_set_header(client, "Content-Type", "application/json");
  if (!request.authorization.empty())
    esp_http_client_set_header(client, "Authorization", request.authorization.c_str());
  if (send(client, request.body) && receive(client, answer.body)) answer.status = esp_http_client_get_status_code(client);
  esp_http_client_cleanup(client);
  if (!answer.ok()) ESP_LOGW("https", "%s: status %d %.200s", request.url.c_str(), answer.status, answer.body.c_str());
  return answer;
}

}  // namespace sl::esp
