// How a board comes to be somebody: flash, label, identity, network. What is left to its main is the hardware.
#pragma once
#include "sl_esp/crypto.hpp"
#include "sl_esp/device_key.hpp"
#include "sl_esp/errands.hpp"
#include "sl_esp/identity.hpp"
#include "sl_esp/keys_json.hpp"

namespace sl::esp {

/// Lives as long as the program.
struct Board {
  Crypto crypto;
  Identity identity;
  DeviceKey key;
  DeviceId id;
  DeviceKeys keys;
};

/**
 * NVS, time, Wi-Fi driver, and the identity. A board without one waits here to be provisioned, enrols and starts anew; so
 * whoever returns from this is enrolled. `kind`: "latch" or "camera". `reset_wanted`: forget everything first.
 */
void start_board(const char* kind, bool reset_wanted, Board& board);

}  // namespace sl::esp
