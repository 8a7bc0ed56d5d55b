// What a command came to, small enough to be kept beside its nonce: the same command again gets the same answer.
#pragma once
#include "sl/codec/messages.hpp"

namespace sl {

/// How a command ended: the name of the last stage of its result. A refused one has no stages.
enum class Ended : uint8_t { refused, done, failed, waits_for_door };
template <>
struct Names<Ended> {
  static constexpr char all[] = "refused\0" "done\0" "failed\0" "waits_for_door\0";
};

struct CommandResult {
  Id16 command_id;
  bool ok = false;
  /// Says something only when it is not ok.
  Reason reason{};
  Ended ended = Ended::refused;
  /// Since the command arrived.
  uint32_t took_ms = 0;
  /// `challenge` alone: the fresh nonce.
  bool has_nonce = false;
  Id16 nonce;
};

/// As it is published on `result/{op}`.
ResultMessage message_of(const CommandResult& result);

}  // namespace sl
