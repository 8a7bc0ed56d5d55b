// Declaration check only: what the boards use of esp_driver_gpio, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"
#include "hal/gpio_types.h"

extern "C" {
esp_err_t rtc_gpio_pullup_en(gpio_num_t gpio_num);
esp_err_t rtc_gpio_pullup_dis(gpio_num_t gpio_num);
}
