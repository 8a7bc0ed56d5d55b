#include "sl_esp/wall_clock.hpp"

#include <atomic>
#include <sys/time.h>
#include <time.h>

#include "esp_log.h"
#include "esp_netif_sntp.h"
#include "sdkconfig.h"
#include "sl_esp/nvs_area.hpp"

namespace sl::esp {

namespace {

constexpr int64_t remember_every_s = 24 * 3600;

int64_t floor_s = SL_BUILD_EPOCH_S;
std::atomic<bool> believed{false};

void set_time(int64_t seconds) {
  const timeval now = {static_cast<time_t>(seconds), 0};
  settimeofday(&now, nullptr);
}

/// Runs in the task of lwIP after it has set the time.
void on_sntp(timeval* given) {
  if (given->tv_sec >= floor_s) {
    believed = true;
    return;
  }
  ESP_LOGW("time", "the time server is earlier than this firmware: not believed");
  set_time(floor_s);
}

}  // namespace

void start_wall_clock() {
  const int64_t stored = static_cast<int64_t>(NvsArea("time").number("newest", 0));
  if (stored > floor_s) floor_s = stored;
  // The RTC keeps the time over resets and deep sleep, not over a power cut.
  if (epoch_s() < floor_s) set_time(floor_s);
}

void start_sntp() {
  esp_sntp_config_t config = {};
  config.wait_for_sync = false;
  config.start = true;
  config.sync_cb = on_sntp;
  config.renew_servers_after_new_IP = false;
  config.num_of_servers = 1;
  config.servers[0] = CONFIG_SL_SNTP_SERVER;
  ESP_ERROR_CHECK(esp_netif_sntp_init(&config));
}

bool wall_clock_is_set() { return believed; }

void remember_time() {
  if (!believed || epoch_s() < floor_s + remember_every_s) return;
  floor_s = epoch_s();
  NvsArea("time").set_number("newest", static_cast<uint64_t>(floor_s));
}

int64_t epoch_s() { return static_cast<int64_t>(time(nullptr)); }

}  // namespace sl::esp
