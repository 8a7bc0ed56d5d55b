// Declaration check only: the settings that the board files read, with one of their possible values. ESP-IDF writes the real
// one from sdkconfig.defaults.
#pragma once

#define CONFIG_SL_SNTP_SERVER "pool.ntp.org"
#define CONFIG_SL_UPDATE_URL "https://updates.example"
#define CONFIG_SL_RELEASE_KEY "0000000000000000000000000000000000000000000000000000000000000000"
#if !defined(CONFIG_SL_LATCH_POWER_MAINS) && !defined(CONFIG_SL_LATCH_POWER_DEEP_SLEEP)
#define CONFIG_SL_LATCH_POWER_LIGHT_SLEEP 1
#endif
