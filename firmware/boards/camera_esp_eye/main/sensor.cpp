#include "sensor.hpp"

#include "pins.hpp"

namespace sl::camera_board {

namespace {

/// 640 x 480 then has 20 to 60 kB; 0 is best, 63 worst.
constexpr int jpeg_quality = 10;
constexpr int xclk_hz = 20'000'000;

}  // namespace

camera_config_t sensor_configuration(size_t frame_buffers) {
  camera_config_t config = {};
  config.pin_pwdn = pins::not_wired;
  config.pin_reset = pins::not_wired;
  config.pin_xclk = pins::camera_xclk;
  config.pin_sccb_sda = pins::camera_sda;
  config.pin_sccb_scl = pins::camera_scl;
  config.pin_d0 = pins::camera_d0;
  config.pin_d1 = pins::camera_d1;
  config.pin_d2 = pins::camera_d2;
  config.pin_d3 = pins::camera_d3;
  config.pin_d4 = pins::camera_d4;
  config.pin_d5 = pins::camera_d5;
  config.pin_d6 = pins::camera_d6;
  config.pin_d7 = pins::camera_d7;
  config.pin_vsync = pins::camera_vsync;
  config.pin_href = pins::camera_href;
  config.pin_pclk = pins::camera_pclk;
  config.xclk_freq_hz = xclk_hz;
  config.ledc_timer = LEDC_TIMER_0;
  config.ledc_channel = LEDC_CHANNEL_0;
  config.pixel_format = PIXFORMAT_JPEG;
  config.frame_size = FRAMESIZE_VGA;
  config.jpeg_quality = jpeg_quality;
  config.fb_count = frame_buffers;
  config.fb_location = CAMERA_FB_IN_PSRAM;
  // The newest picture, not the oldest that waits: the core asks for what is before the lens now.
  config.grab_mode = CAMERA_GRAB_LATEST;
  return config;
}

/// A hall is darker than what the sensor's defaults were made for.
void set_exposure(sensor_t& sensor) {
  sensor.set_exposure_ctrl(&sensor, 1);
  sensor.set_aec2(&sensor, 1);
  sensor.set_gain_ctrl(&sensor, 1);
  sensor.set_gainceiling(&sensor, GAINCEILING_8X);
}

}  // namespace sl::camera_board
