// Declaration check only: what the boards use of esp_netif, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <sys/time.h>

#include "esp_err.h"

typedef void (*esp_sntp_time_cb_t)(struct timeval* tv);
#define CONFIG_LWIP_SNTP_MAX_SERVERS 1
typedef struct {
  bool smooth_sync;
  bool server_from_dhcp;
  bool wait_for_sync;
  bool start;
  esp_sntp_time_cb_t sync_cb;
  bool renew_servers_after_new_IP;
  int ip_event_to_renew;
  size_t index_of_first_server;
  size_t num_of_servers;
  const char* servers[CONFIG_LWIP_SNTP_MAX_SERVERS];
} esp_sntp_config_t;

extern "C" esp_err_t esp_netif_sntp_init(const esp_sntp_config_t* config);
