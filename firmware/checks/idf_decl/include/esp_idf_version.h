// Declaration check only: what the boards use of esp_common, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#define ESP_IDF_VERSION_VAL(major, minor, patch) (((major) << 16) | ((minor) << 8) | (patch))
#ifndef ESP_IDF_VERSION
#define ESP_IDF_VERSION ESP_IDF_VERSION_VAL(5, 4, 0)
#endif
