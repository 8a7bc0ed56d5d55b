// Declaration check only: what the boards use of mbedtls's certificate bundle, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"

extern "C" esp_err_t esp_crt_bundle_attach(void* conf);
