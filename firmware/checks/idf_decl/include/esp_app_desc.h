// Declaration check only: what the boards use of esp_app_format, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stdint.h>

typedef struct {
  uint32_t magic_word;
  uint32_t secure_version;
  uint32_t reserv1[2];
  char version[32];
  char project_name[32];
  char time[16];
  char date[16];
  char idf_ver[32];
  uint8_t app_elf_sha256[32];
} esp_app_desc_t;

extern "C" const esp_app_desc_t* esp_app_get_description(void);
