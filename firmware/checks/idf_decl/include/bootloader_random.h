// Declaration check only: what the boards use of bootloader_support, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
extern "C" {
void bootloader_random_enable(void);
void bootloader_random_disable(void);
}
