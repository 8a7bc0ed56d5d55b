#include "sl_esp/wall_clock.hpp"

#include <atomic>
#include <sys/time.h>
#include <time.h>

#include "esp_log.h"
#include "esp_netif_sntp.h"
#include "sdkconfig.h"

namespace sl::esp {

namespace {

TimeFloor* floor_in_flash = nullptr;
std::atomic<bool> answered{false};
std::atomic<bool> believed{false};

void set_time(uint64_t seconds) {
  timeval now = {};
  now.tv_sec = static_cast<time_t>(seconds);
  settimeofday(&now, nullptr);
}

/// Runs in the task of lwIP after it has set the time; flash is the main task's.
void on_sntp(timeval*) { answered = true; }

}  // namespace

uint64_t built_s() { return SL_BUILD_EPOCH_S; }

void start_wall_clock(TimeFloor& floor) {
  floor_in_flash = &floor;
  // The RTC keeps the time over resets and deep sleep, not over a power cut.
  if (epoch_s() < static_cast<int64_t>(floor.seconds())) set_time(floor.seconds());
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

void judge_sntp() {
  if (!answered.exchange(false)) return;
  believed = floor_in_flash->note(static_cast<uint64_t>(epoch_s()));
  if (believed) return;
  ESP_LOGW("time", "the time server's date cannot be true: not believed");
  set_time(floor_in_flash->seconds());
}

bool wall_clock_is_set() { return believed; }

int64_t epoch_s() { return static_cast<int64_t>(time(nullptr)); }

}  // namespace sl::esp
