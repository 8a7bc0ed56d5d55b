// Declaration check only: what the boards use of esp_event, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"

typedef const char* esp_event_base_t;
typedef void* esp_event_handler_arg_t;
typedef void (*esp_event_handler_t)(void* arg, esp_event_base_t base, int32_t id, void* data);
#define ESP_EVENT_DECLARE_BASE(name) extern "C" esp_event_base_t const name
#define ESP_EVENT_ANY_ID -1

extern "C" {
esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_event_handler_register(esp_event_base_t base, int32_t id, esp_event_handler_t handler, void* arg);
}
