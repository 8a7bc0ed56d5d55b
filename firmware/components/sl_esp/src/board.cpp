#include "sl_esp/board.hpp"

#include "esp_log.h"
#include "esp_system.h"
#include "sl_esp/enrolment.hpp"
#include "sl_esp/provisioning.hpp"
#include "sl_esp/tls_ticket.hpp"
#include "sl_esp/trust.hpp"
#include "sl_esp/wall_clock.hpp"
#include "sl_esp/wifi.hpp"

namespace sl::esp {

namespace {

constexpr const char* tag = "board";

/// Bluetooth first, then one request over the Wi-Fi that it was told of. Starts the board anew in any case: enrolled, or to
/// be provisioned again.
[[noreturn]] void provision_and_enrol(const char* kind, const Label& label, Board& board) {
  Claim claim;
  provision(label, claim);
  const Problem problem = enrol(board.crypto, claim, kind, board.key, board.identity);
  if (problem) ESP_LOGE(tag, "not enrolled: %s", problem);
  if (!problem && !save_identity(board.identity)) ESP_LOGE(tag, "not enrolled: flash could not keep the identity");
  esp_restart();
}

}  // namespace

void start_board(const char* kind, bool reset_wanted, Board& board) {
  start_nvs();
  board.records.open();
  if (reset_wanted) {
    ESP_LOGW(tag, "factory reset");
    factory_reset();
    forget_ticket();
  }
  static TimeFloor floor(board.records, built_s());
  start_wall_clock(floor);
  const bool enrolled = load_identity(board.identity) && board.key.load(board.identity.key_der) &&
                        parse_keys(board.identity.secrets, board.keys) && set_broker_ca(board.identity.broker_ca) &&
                        set_enrolment_ca(board.identity.enrolment_ca);
  if (!enrolled) {
    // Both need the noise of the ADC, which the radio takes: before it starts.
    const Label label = load_or_make_label();
    ESP_ERROR_CHECK(board.key.make() ? ESP_OK : ESP_FAIL);
    init_wifi();
    provision_and_enrol(kind, label, board);
  }
  ESP_ERROR_CHECK(board.key.id(board.crypto, board.id) ? ESP_OK : ESP_FAIL);
  ESP_LOGI(tag, "%s %.26s", kind, board.id.characters);
  init_wifi();
}

}  // namespace sl::esp
