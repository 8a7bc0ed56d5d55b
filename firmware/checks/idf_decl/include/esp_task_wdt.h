// Declaration check only: what the boards use of esp_system, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"
#include "freertos/task.h"

extern "C" {
esp_err_t esp_task_wdt_add(TaskHandle_t task_handle);
esp_err_t esp_task_wdt_reset(void);
esp_err_t esp_task_wdt_delete(TaskHandle_t task_handle);
}
