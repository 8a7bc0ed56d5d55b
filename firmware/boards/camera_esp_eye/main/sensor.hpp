// The OV2640 as this board wires it and as a hall needs it.
#pragma once
#include "esp_camera.h"

namespace sl::camera_board {

/// `frame_buffers`: how many pictures the driver can have at once.
camera_config_t sensor_configuration(size_t frame_buffers);
void set_exposure(sensor_t& sensor);

}  // namespace sl::camera_board
