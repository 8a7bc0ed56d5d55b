// What is wired to what on an ESP-EYE (schematic ESP32-EYE V2.1): all of it by the board itself.
#pragma once
#include "driver/gpio.h"

namespace sl::camera_board::pins {

// ---- OV2640 ----
inline constexpr int camera_xclk = 4;
inline constexpr int camera_sda = 18;
inline constexpr int camera_scl = 23;
inline constexpr int camera_d0 = 34;
inline constexpr int camera_d1 = 13;
inline constexpr int camera_d2 = 14;
inline constexpr int camera_d3 = 35;
inline constexpr int camera_d4 = 39;
inline constexpr int camera_d5 = 38;
inline constexpr int camera_d6 = 37;
inline constexpr int camera_d7 = 36;
inline constexpr int camera_vsync = 5;
inline constexpr int camera_href = 27;
inline constexpr int camera_pclk = 25;
/// Neither power-down nor reset of the sensor is wired: it is put to sleep by its own registers.
inline constexpr int not_wired = -1;

// ---- on the board ----
/// The button beside the microphone, closed to ground while pressed.
inline constexpr gpio_num_t button = GPIO_NUM_15;

}  // namespace sl::camera_board::pins
