// Declaration check only: what the boards use of sensor, as the component espressif/esp32-camera 2.0 documents it. No behaviour; nothing of it is linked.
#pragma once
#include <stdint.h>

typedef enum { PIXFORMAT_RGB565, PIXFORMAT_YUV422, PIXFORMAT_YUV420, PIXFORMAT_GRAYSCALE, PIXFORMAT_JPEG } pixformat_t;
typedef enum {
  FRAMESIZE_96X96,
  FRAMESIZE_QQVGA,
  FRAMESIZE_128X128,
  FRAMESIZE_QCIF,
  FRAMESIZE_HQVGA,
  FRAMESIZE_240X240,
  FRAMESIZE_QVGA,
  FRAMESIZE_320X320,
  FRAMESIZE_CIF,
  FRAMESIZE_HVGA,
  FRAMESIZE_VGA,
} framesize_t;
typedef enum { GAINCEILING_2X, GAINCEILING_4X, GAINCEILING_8X, GAINCEILING_16X } gainceiling_t;
typedef struct _sensor sensor_t;
struct _sensor {
  int (*set_exposure_ctrl)(sensor_t* sensor, int enable);
  int (*set_gain_ctrl)(sensor_t* sensor, int enable);
  int (*set_gainceiling)(sensor_t* sensor, gainceiling_t gainceiling);
  int (*set_aec2)(sensor_t* sensor, int enable);
};
