// Opens a signed message the way a device of the vectors does: `self`, `keys`.
#pragma once
#include <type_traits>

#include "sl/codec/cose.hpp"
#include "support/vectors.hpp"

namespace sl::test {

template <size_t N>
Bytes<N> fixed(const Json& hex_text) {
  Bytes<N> bytes;
  if (!bytes.assign(view(unhex(hex_text)))) throw std::runtime_error("another size: " + hex_text.dump());
  return bytes;
}

inline CommandKeys keys_of(const Json& device) {
  CommandKeys keys;
  for (const Json& slot : device["keys"]) {
    if (!keys.add({fixed<8>(slot["kid"]), fixed<32>(slot["publicKey"])})) throw std::runtime_error("too many keys");
  }
  return keys;
}

template <class Message>
Opened<Message> open(ICrypto& crypto, const Json& device, const Memory& bytes) {
  static Downlink message;
  message.assign(view(bytes));
  const DeviceId self = device_id(device["self"]);
  if constexpr (std::is_same_v<Message, Command>) return open_command(crypto, keys_of(device), self, message);
  else return open_desired(crypto, keys_of(device), self, message);
}

}  // namespace sl::test
