// Declaration check only: what the boards use of freertos, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "freertos/FreeRTOS.h"

typedef struct QueueDefinition* SemaphoreHandle_t;

extern "C" {
SemaphoreHandle_t xSemaphoreCreateMutex(void);
BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks_to_wait);
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore);
}
