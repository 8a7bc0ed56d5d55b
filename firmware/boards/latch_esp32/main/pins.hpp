// What is wired to what: firmware/wiring-latch-esp32.svg shows the same, and a test holds this file against firmware/README.md.
// Left alone are the strapping pins 0, 2, 12 and 15, the flash's 6 to 11, and the console's 1 and 3.
#pragma once
#include "driver/gpio.h"

namespace sl::latch_board::pins {

// ---- PN532 in SPI mode, 3.3 V ----
inline constexpr gpio_num_t nfc_sck = GPIO_NUM_18;
inline constexpr gpio_num_t nfc_miso = GPIO_NUM_19;
inline constexpr gpio_num_t nfc_mosi = GPIO_NUM_23;
/// A strapping pin, but one that is pulled up at reset, as a chip select must be.
inline constexpr gpio_num_t nfc_ss = GPIO_NUM_5;
inline constexpr gpio_num_t nfc_rstpd = GPIO_NUM_16;

// ---- the bolt ----
inline constexpr gpio_num_t servo_pwm = GPIO_NUM_25;
/// High: the load switch gives the servo its 5 V.
inline constexpr gpio_num_t servo_power = GPIO_NUM_26;
/// 1 ohm to ground: a millivolt is a milliampere. ADC1, because Wi-Fi takes ADC2.
inline constexpr gpio_num_t servo_shunt = GPIO_NUM_34;
/// Closed to ground when the bolt is there.
inline constexpr gpio_num_t bolt_locked = GPIO_NUM_32;
inline constexpr gpio_num_t bolt_unlocked = GPIO_NUM_33;

// ---- switches ----
/// Closed to ground while the door is closed: a cut wire is an open door.
inline constexpr gpio_num_t door_contact = GPIO_NUM_27;
/// Closed to ground while pressed.
inline constexpr gpio_num_t exit_button = GPIO_NUM_4;
/// Closed to ground while the case is closed: a cut wire is an opened case.
inline constexpr gpio_num_t tamper = GPIO_NUM_13;
/// High while somebody moves; the sensor drives it.
inline constexpr gpio_num_t motion = GPIO_NUM_35;

// ---- panel ----
inline constexpr gpio_num_t led_red = GPIO_NUM_21;
inline constexpr gpio_num_t led_green = GPIO_NUM_22;
inline constexpr gpio_num_t led_blue = GPIO_NUM_14;
inline constexpr gpio_num_t buzzer = GPIO_NUM_17;

}  // namespace sl::latch_board::pins
