// Declaration check only: what the boards use of esp_driver_spi, as ESP-IDF 5.4 documents it. No behaviour; nothing of it is linked.
#pragma once
#include "esp_err.h"

typedef enum { SPI1_HOST = 0, SPI2_HOST = 1, SPI3_HOST = 2 } spi_host_device_t;
typedef enum { SPI_DMA_DISABLED = 0, SPI_DMA_CH1 = 1, SPI_DMA_CH2 = 2, SPI_DMA_CH_AUTO = 3 } spi_common_dma_t;
typedef spi_common_dma_t spi_dma_chan_t;
#define SPI_DEVICE_TXBIT_LSBFIRST (1 << 0)
#define SPI_DEVICE_RXBIT_LSBFIRST (1 << 1)
#define SPI_DEVICE_BIT_LSBFIRST (SPI_DEVICE_TXBIT_LSBFIRST | SPI_DEVICE_RXBIT_LSBFIRST)

typedef struct {
  int mosi_io_num;
  int miso_io_num;
  int sclk_io_num;
  int quadwp_io_num;
  int quadhd_io_num;
  int data4_io_num;
  int data5_io_num;
  int data6_io_num;
  int data7_io_num;
  bool data_io_default_level;
  int max_transfer_sz;
  uint32_t flags;
  int isr_cpu_id;
  int intr_flags;
} spi_bus_config_t;
typedef struct spi_transaction_t {
  uint32_t flags;
  uint16_t cmd;
  uint64_t addr;
  size_t length;
  size_t rxlength;
  uint32_t override_freq_hz;
  void* user;
  union {
    const void* tx_buffer;
    uint8_t tx_data[4];
  };
  union {
    void* rx_buffer;
    uint8_t rx_data[4];
  };
} spi_transaction_t;
typedef void (*transaction_cb_t)(spi_transaction_t* trans);
typedef struct {
  uint8_t command_bits;
  uint8_t address_bits;
  uint8_t dummy_bits;
  uint8_t mode;
  int clock_source;
  uint16_t duty_cycle_pos;
  uint16_t cs_ena_pretrans;
  uint8_t cs_ena_posttrans;
  int clock_speed_hz;
  int input_delay_ns;
  int sample_point;
  int spics_io_num;
  uint32_t flags;
  int queue_size;
  transaction_cb_t pre_cb;
  transaction_cb_t post_cb;
} spi_device_interface_config_t;
typedef struct spi_device_t* spi_device_handle_t;

extern "C" {
esp_err_t spi_bus_initialize(spi_host_device_t host_id, const spi_bus_config_t* bus_config, spi_dma_chan_t dma_chan);
esp_err_t spi_bus_add_device(spi_host_device_t host_id, const spi_device_interface_config_t* dev_config,
                             spi_device_handle_t* handle);
esp_err_t spi_device_polling_transmit(spi_device_handle_t handle, spi_transaction_t* trans_desc);
}
