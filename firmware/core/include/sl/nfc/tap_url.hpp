// What a card of ours says: `/t?k={key id}&p={32 hex}&c={16 hex}`, with or without an https origin. The grammar is that of
// packages/core/src/credential/tap-url.ts, and everything else is refused.
#pragma once
#include "sl/codec/messages.hpp"

namespace sl {

/// The URI of an NDEF record: its identifier code stands for the beginning (NFC Forum URI RTD 1.0, 3.2.2).
struct NdefUri {
  uint8_t code = 0;
  Text rest;
};
/// The URI of a message that is one short URI record and nothing else, as our cards are written (NFC Forum NDEF 1.0, 3.2).
Status read_ndef_uri(ByteView message, NdefUri& uri);

/// The proof in the URI; `bad_shape`, and no change, when it is not exactly that of a card of ours. Proves nothing yet: the
/// server holds the keys.
Status read_tap_url(const NdefUri& uri, CredentialProof& proof);

}  // namespace sl
