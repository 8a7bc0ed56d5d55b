// What an update is, signed by whoever publishes the firmware (not by the server, which could not make a board run other
// code). Text, a line each, made by firmware/tools/sign-image.ts:
//   smart-latch-image 1 | board | version | bytes | SHA-256 in hex | Ed25519 over all before it, in hex
// No vendor header: tested on the host.
#pragma once
#include <string>

#include "sl/ports.hpp"

namespace sl::esp {

struct Manifest {
  std::string board;
  std::string version;
  uint32_t bytes = 0;
  Hash sha256;
};

/// Bytes of hex digits of either case; false for another length or another digit.
bool from_hex(const std::string& text, ByteSpan bytes);

/// False unless it is whole, signed by this key, and for this board.
bool open_manifest(ICrypto& crypto, const std::string& text, const Bytes<32>& release_key, const std::string& board,
                   Manifest& manifest);

/// Whether `offered` comes after `running`, as numbers: 1.10.0 after 1.9.3. False for what is no version.
bool is_newer(const std::string& offered, const std::string& running);

}  // namespace sl::esp
