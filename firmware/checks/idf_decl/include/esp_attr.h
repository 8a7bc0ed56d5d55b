// Declaration check only: what the boards use of esp_common, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#define IRAM_ATTR __attribute__((section(".iram1")))
#define RTC_DATA_ATTR __attribute__((section(".rtc.data")))
#define RTC_NOINIT_ATTR __attribute__((section(".rtc_noinit")))
