// What latchd and camerad have in common: a board with its flash, its identity, its link and the rig's socket.
#pragma once
#include <csignal>

#include "arguments.hpp"
#include "control_socket.hpp"
#include "file_store.hpp"
#include "log.hpp"
#include "mqtt_link.hpp"
#include "sl/device/keys.hpp"
#include "sl/journal/flash_records.hpp"
#include "sodium_crypto.hpp"
#include "system_ports.hpp"
#include "traced_link.hpp"
#include "upkeep.hpp"

namespace sl::linux_port {

inline constexpr const char* firmware_version = "1.0.0";
/// The last sectors of the flash keep single values; those before them the journal.
inline constexpr size_t record_sectors = 2;

/// The program ends in order.
bool stop_is_wanted();

class Board {
 public:
  /// Enrols with the claim when the folder holds no identity yet, which waits for the server. Throws with what to do.
  Board(const Arguments& arguments, const std::string& service, const std::string& kind);

  /// Waits for the broker, for whoever stands at the rig, for `fd` (-1 for none), until `until_ms` of the clock.
  void wait(ClockMs until_ms, int fd = -1);
  /// Fetches keys and certificate when they are due. True: `keys()` may be others, or could not be had now.
  bool look_after_keys(bool wanted);
  /// Those of today; others stand at the same place after `look_after_keys`.
  const DeviceKeys& keys() const { return keys_; }
  /// A message of the broker, told to whoever watches.
  void tell_received(const LinkMail& mail);
  /// Says once, when the board said `ready` to the broker for the first time.
  void say_ready();
  /// After the device said that it goes: what was published leaves, within a second.
  void close();

  Log log;
  StateFolder folder;
  WallClock wall;
  Identity identity;
  SystemClock clock;
  SodiumCrypto crypto;
  SodiumRng rng;
  FileStore flash;
  FlashRecords records;
  ControlSocket socket;
  MqttLink mqtt;
  TracedLink link;

 private:
  DeviceKeys keys_;
  Upkeep upkeep_;
  bool said_ready_ = false;
};

}  // namespace sl::linux_port
