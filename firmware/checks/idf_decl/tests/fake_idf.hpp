// As much of FreeRTOS and ESP-NOW as two board files need to be tried on this machine, under the test's control.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "esp_now.h"

namespace sl::test {

using Address = std::array<uint8_t, 6>;
inline constexpr Address everybody = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

struct FakeIdf {
  struct Sent {
    Address to;
    std::string bytes;
  };
  std::vector<Sent> sent;
  std::vector<esp_now_peer_info_t> peers;
  esp_now_recv_cb_t on_frame = nullptr;
  uint16_t wake_window = 0;
  int notified = 0;
  bool wifi_is_up = true;
  int channel = 0;

  const esp_now_peer_info_t* peer(const Address& address) const;
  /// A frame comes in, to everybody or to this board alone.
  void hear(const Address& from, bool to_everybody, const std::string& bytes);
};

/// Of the test that runs; a new one for each.
extern FakeIdf idf;

}  // namespace sl::test
