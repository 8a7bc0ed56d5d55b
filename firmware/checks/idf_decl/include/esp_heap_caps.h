// Declaration check only: what the boards use of heap, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define MALLOC_CAP_SPIRAM (1 << 10)

extern "C" void* heap_caps_malloc(size_t size, uint32_t caps);
