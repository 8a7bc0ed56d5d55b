#include "nfc_bus.hpp"

#include "driver/gpio.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "pins.hpp"
#include "sl/nfc/pn532_frame.hpp"

namespace sl::latch_board {

namespace {

/// The chip takes 5 MHz (UM0701-02, 6.2.5); wires of 20 cm on a bench take less.
constexpr int clock_hz = 1'000'000;
/// RSTPD_N low for at least 20 ns (PN532/C1 datasheet, T_reset); a tick is the shortest that FreeRTOS can wait.
constexpr uint32_t reset_pulse_ms = 1;

}  // namespace

NfcBus::NfcBus() {
  gpio_config_t reset_pin = {};
  reset_pin.pin_bit_mask = 1ULL << pins::nfc_rstpd;
  reset_pin.mode = GPIO_MODE_OUTPUT;
  ESP_ERROR_CHECK(gpio_config(&reset_pin));
  gpio_hold_dis(pins::nfc_rstpd);  // see power_off
  gpio_set_level(pins::nfc_rstpd, 1);
  spi_bus_config_t bus = {};
  bus.mosi_io_num = pins::nfc_mosi;
  bus.miso_io_num = pins::nfc_miso;
  bus.sclk_io_num = pins::nfc_sck;
  bus.quadwp_io_num = -1;
  bus.quadhd_io_num = -1;
  bus.max_transfer_sz = static_cast<int>(limits::nfc_frame_bytes);
  ESP_ERROR_CHECK(spi_bus_initialize(SPI3_HOST, &bus, SPI_DMA_CH_AUTO));
  spi_device_interface_config_t chip = {};
  chip.mode = 0;
  chip.clock_speed_hz = clock_hz;
  chip.spics_io_num = pins::nfc_ss;
  // Least significant bit first, both ways (UM0701-02, 6.2.5): the SPI block turns the bits round, so the core need not.
  chip.flags = SPI_DEVICE_BIT_LSBFIRST;
  chip.queue_size = 1;
  ESP_ERROR_CHECK(spi_bus_add_device(SPI3_HOST, &chip, &device_));
}

bool NfcBus::transfer(ByteView out, ByteSpan in) {
  if (out.size != in.size || out.size == 0 || out.size > limits::nfc_frame_bytes) return false;
  spi_transaction_t transaction = {};
  transaction.length = 8 * out.size;
  transaction.tx_buffer = out.data;
  transaction.rx_buffer = in.data;
  // Waits for the bytes alone, 1.4 ms for the longest frame: shorter than waking a task for it.
  const bool good = spi_device_polling_transmit(device_, &transaction) == ESP_OK;
  for (size_t at = 0; good && !answered_ && at + sizeof pn532_ack <= in.size; ++at)
    answered_ = memcmp(in.data + at, pn532_ack, sizeof pn532_ack) == 0;
  return good;
}

void NfcBus::reset() {
  gpio_set_level(pins::nfc_rstpd, 0);
  vTaskDelay(pdMS_TO_TICKS(reset_pulse_ms) + 1);
  gpio_set_level(pins::nfc_rstpd, 1);
}

void NfcBus::power_off() {
  gpio_set_level(pins::nfc_rstpd, 0);
  gpio_hold_en(pins::nfc_rstpd);
  gpio_deep_sleep_hold_en();
}

}  // namespace sl::latch_board
