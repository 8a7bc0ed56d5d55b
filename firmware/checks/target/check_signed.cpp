// commands.json, desired.json
#include "checks.hpp"
#include "report.hpp"
#include "software_crypto.hpp"
#include "stack.hpp"

namespace sl::target {

namespace {

SoftwareCrypto crypto;
Downlink message;

/// The reason of a refusal; empty when it was opened.
Text open(const SignedVector& vector, ByteView bytes) {
  message.assign(bytes);
  const CommandKeys keys = keys_of(vector.keys);
  const DeviceId self = device_of(vector.self);
  if (vector.is_command) {
    const Opened<Command> opened = open_command(crypto, keys, self, message);
    return opened.ok ? Text() : name_of(opened.reason);
  }
  const Opened<DesiredMessage> opened = open_desired(crypto, keys, self, message);
  return opened.ok ? Text() : name_of(opened.reason);
}

}  // namespace

void check_signed() {
  begin("commands.json and desired.json");
  size_t deepest = 0;
  for (const SignedVector& vector : signed_vectors) {
    next();
    begin_stack();
    const Text reason = open(vector, vector.bytes);
    const size_t depth = end_stack();
    if (depth > deepest) deepest = depth;
    check(reason == vector.reason, "opened, or refused for its reason");
    if (!vector.reason.empty()) continue;
    check(each_spoilt_is(vector.bytes, [&](ByteView bad) { return !open(vector, bad).empty(); }),
          "no copy with another bit or length is opened");
  }
  measured("stack.open", static_cast<int64_t>(deepest));
}

}  // namespace sl::target
