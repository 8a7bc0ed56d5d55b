// Declaration check only: what the boards use of esp_hw_support, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>
#include <stdint.h>

extern "C" {
uint32_t esp_random(void);
void esp_fill_random(void* buf, size_t len);
}
