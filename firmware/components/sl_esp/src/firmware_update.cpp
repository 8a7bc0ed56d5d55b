#include "sl_esp/firmware_update.hpp"

#include <string.h>

#include "esp_app_desc.h"
#include "esp_crt_bundle.h"
#include "esp_http_client.h"
#include "esp_log.h"
#include "sdkconfig.h"
#include "sl_esp/https.hpp"
#include "sl_esp/manifest.hpp"

namespace sl::esp {

namespace {

constexpr const char* tag = "update";
constexpr size_t part_bytes = 1024;

/// The image in pieces, straight into the slot. Whoever serves it is believed nothing: the manifest has its hash.
bool download(const std::string& url, const Manifest& manifest, IUpdater& updater) {
  esp_http_client_config_t config = {};
  config.url = url.c_str();
  config.timeout_ms = https_deadline_ms;
  config.disable_auto_redirect = true;
  config.transport_type = HTTP_TRANSPORT_OVER_SSL;
  config.crt_bundle_attach = esp_crt_bundle_attach;
  esp_http_client_handle_t client = esp_http_client_init(&config);
  if (client == nullptr) return false;
  bool good = esp_http_client_open(client, 0) == ESP_OK && esp_http_client_fetch_headers(client) >= 0 &&
              esp_http_client_get_status_code(client) == 200 && updater.begin(manifest.bytes) == Status::ok;
  char part[part_bytes];
  int got = 0;
  while (good && (got = esp_http_client_read(client, part, sizeof part)) > 0) {
    good = updater.write({reinterpret_cast<const uint8_t*>(part), static_cast<size_t>(got)}) == Status::ok;
  }
  good = good && got == 0;
  esp_http_client_cleanup(client);
  return good && updater.finish(manifest.sha256) == Status::ok;
}

}  // namespace

UpdateOutcome look_for_update(ICrypto& crypto, IUpdater& updater) {
  Bytes<32> release_key;
  if (strlen(CONFIG_SL_UPDATE_URL) == 0 || !from_hex(CONFIG_SL_RELEASE_KEY, release_key.span())) return UpdateOutcome::none;
  const esp_app_desc_t* const running = esp_app_get_description();
  const std::string base = std::string(CONFIG_SL_UPDATE_URL) + "/" + running->project_name;
  HttpsRequest request;
  request.url = base + ".manifest";
  request.trust = esp_crt_bundle_attach;
  const HttpsAnswer answer = https(request);
  Manifest manifest;
  if (!answer.ok()) return UpdateOutcome::failed;
  if (!open_manifest(crypto, answer.body, release_key, running->project_name, manifest)) {
    ESP_LOGE(tag, "the manifest is not signed by the release key, or is for another board");
    return UpdateOutcome::failed;
  }
  if (!is_newer(manifest.version, running->version)) return UpdateOutcome::none;
  ESP_LOGI(tag, "%s -> %s", running->version, manifest.version.c_str());
  return download(base + ".bin", manifest, updater) ? UpdateOutcome::installed : UpdateOutcome::failed;
}

}  // namespace sl::esp
