// Declaration check only: what the boards use of freertos, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "freertos/FreeRTOS.h"

typedef struct StreamBufferDef_t* MessageBufferHandle_t;

extern "C" {
MessageBufferHandle_t xMessageBufferCreate(size_t bytes);
size_t xMessageBufferSend(MessageBufferHandle_t buffer, const void* data, size_t size, TickType_t ticks_to_wait);
size_t xMessageBufferReceive(MessageBufferHandle_t buffer, void* data, size_t size, TickType_t ticks_to_wait);
}
