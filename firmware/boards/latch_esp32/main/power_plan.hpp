// What the latch runs on (Kconfig), and what follows from it. docs/power.md has the figures.
#pragma once
#include "sdkconfig.h"
#include "sl/nfc/nfc_reader.hpp"
#include "sl_esp/wifi.hpp"

namespace sl::latch_board {

struct PowerPlan {
  esp::WifiPower wifi;
  NfcPower nfc;
  bool light_sleep;
  /// Nobody was at the door for this long: deep sleep. 0 for never.
  ClockMs deep_sleep_after_ms;
};

/// The longest deep sleep: the server hears that the latch lives, and the certificate is looked after.
inline constexpr ClockMs longest_deep_sleep_ms = 6 * 3600 * 1000;

#if defined(CONFIG_SL_LATCH_POWER_MAINS)
inline constexpr PowerPlan power_plan = {esp::WifiPower::mains, NfcPower::mains, false, 0};
#elif defined(CONFIG_SL_LATCH_POWER_LIGHT_SLEEP)
inline constexpr PowerPlan power_plan = {esp::WifiPower::battery, NfcPower::battery, true, 0};
#elif defined(CONFIG_SL_LATCH_POWER_DEEP_SLEEP)
inline constexpr PowerPlan power_plan = {esp::WifiPower::battery, NfcPower::mains, true, 20'000};
#else
#error "choose what the latch runs on: idf.py menuconfig, Smart Latch latch"
#endif

}  // namespace sl::latch_board
