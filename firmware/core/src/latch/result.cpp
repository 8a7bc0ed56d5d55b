#include "sl/latch/result.hpp"

namespace sl {

ResultMessage message_of(const CommandResult& result) {
  ResultMessage message;
  message.command_id = result.command_id;
  message.ok = result.ok;
  if (!result.ok) message.reason = name_of(result.reason);
  if (result.ended != Ended::refused) {
    constexpr Text verified = "verified";
    message.stages.add_blank()->name = verified;
    *message.stages.add_blank() = {name_of(result.ended), result.took_ms};
  }
  if (result.has_nonce) message.nonce = result.nonce;
  return message;
}

}  // namespace sl
