// Declaration check only: what the boards use of esp_adc, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_adc/adc_oneshot.h"

typedef struct adc_cali_scheme_t* adc_cali_handle_t;

extern "C" esp_err_t adc_cali_raw_to_voltage(adc_cali_handle_t handle, int raw, int* voltage);
