// Declaration check only: what the boards use of esp_netif, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"
#include "esp_event.h"

typedef struct esp_netif_obj esp_netif_t;
ESP_EVENT_DECLARE_BASE(IP_EVENT);
typedef enum { IP_EVENT_STA_GOT_IP, IP_EVENT_STA_LOST_IP } ip_event_t;

extern "C" esp_err_t esp_netif_init(void);
