// What a PN532, or whoever sits on its bus, may send: the frame, and whatever its data is taken for behind it.
#include <stdlib.h>

#include "sl/nfc/pn532_commands.hpp"
#include "sl/nfc/pn532_frame.hpp"
#include "sl/nfc/tap_url.hpp"
#include "sl/nfc/type4.hpp"

using namespace sl;

namespace {

void require(bool holds) {
  if (!holds) abort();
}

/// A file in the card, read as the driver reads it.
void read_as_file(ByteView data) {
  Type4Reader reader;
  reader.start();
  Type4Progress progress = Type4Progress::more;
  while (progress == Type4Progress::more && !data.empty()) {
    const size_t part = data[0];
    progress = reader.on_answer(data.from(1, part));
    data = data.from(1 + part);
  }
  if (progress != Type4Progress::whole) return;
  NdefUri uri;
  CredentialProof proof;
  if (read_ndef_uri(reader.message(), uri) == Status::ok && read_tap_url(uri, proof) == Status::ok) {
    require(proof.kind == CredentialKind::ntag424);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const ByteView input{bytes, size};
  const Pn532Frame frame = pn532_read_frame(input);
  if (frame.kind == Pn532FrameKind::answer) {
    require(frame.data.begin() >= input.begin() && frame.data.end() <= input.end());
    Pn532Targets targets;
    if (pn532_read_targets(frame.data, targets) == Status::ok && targets.count == 1) {
      require(targets.uid_size <= limits::uid_bytes_max && targets.uid_size >= limits::uid_bytes_min);
    }
    require(pn532_read_exchange(frame.data).size < size);
  }
  read_as_file(input);
  return 0;
}
