// The core on a bare machine: the vectors of the protocol and a session of a latch, then how deep the stack went.
#include "checks.hpp"
#include "machine/machine.hpp"
#include "report.hpp"

namespace sl::target {

CommandKeys keys_of(const KeyVector (&keys)[2]) {
  CommandKeys slots;
  for (const KeyVector& key : keys) {
    CommandKey slot;
    slot.kid.assign(key.kid);
    slot.public_key.assign(key.public_key);
    slots.add(slot);
  }
  return slots;
}

DeviceId device_of(Text id) {
  DeviceId device;
  device.assign(id);
  return device;
}

}  // namespace sl::target

int main() {
  using namespace sl::target;
  check_crypto();
  check_codec();
  check_uplinks();
  check_signed();
  check_peer();
  check_guard();
  check_session();
  finish(end());
}
