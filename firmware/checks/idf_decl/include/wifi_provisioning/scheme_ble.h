// Declaration check only: what the boards use of wifi_provisioning, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "wifi_provisioning/manager.h"

extern "C" {
extern const wifi_prov_scheme_t wifi_prov_scheme_ble;
void wifi_prov_scheme_ble_event_cb_free_btdm(void* user_data, wifi_prov_cb_event_t event, void* event_data);
}
#define WIFI_PROV_SCHEME_BLE_EVENT_HANDLER_FREE_BTDM {wifi_prov_scheme_ble_event_cb_free_btdm, nullptr}
