// The Wi-Fi station. Its name and password are in NVS, where provisioning put them.
#pragma once
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sl/bytes.hpp"

namespace sl::esp {

enum class WifiPower : uint8_t {
  /// Never asleep: a camera, whom a latch wakes at any moment.
  awake,
  /// Awake at every beacon (DTIM 1): an answer comes within 100 ms.
  mains,
  /// Asleep over `listen_interval` beacons: less current, an answer within 300 ms.
  battery,
};

/// Netif, event loop and driver; the radio stays off. Once, before provisioning and before `start_wifi`.
void init_wifi();
/// Joins the network and goes on trying, at most once a second. `notified` is woken at every change.
void start_wifi(WifiPower power, TaskHandle_t notified);
/// For a latch that wakes its camera before it joins: the radio alone.
void stop_wifi();

/// Whether there is an address.
bool wifi_is_up();
/// 0 when not connected.
uint8_t wifi_channel();
/// dBm; 0 when not connected.
int wifi_rssi();

}  // namespace sl::esp
