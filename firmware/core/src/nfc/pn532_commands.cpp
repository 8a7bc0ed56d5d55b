#include "sl/nfc/pn532_commands.hpp"

namespace sl {

namespace {

constexpr uint8_t ic_pn532 = 0x32;
/// SEL_RES, bit 6: the card speaks ISO/IEC 14443-4 (ISO/IEC 14443-3, 6.5.3.4).
constexpr uint8_t sel_res_iso_dep = 0x20;

/// ISO/IEC 14443-3, 6.5.4: single, double and triple.
bool is_uid_size(size_t size) { return size == 4 || size == 7 || size == 10; }

}  // namespace

bool pn532_is_pn532(ByteView firmware_version) { return firmware_version.size == 4 && firmware_version[0] == ic_pn532; }

Status pn532_read_targets(ByteView answer, Pn532Targets& targets) {
  targets = {};
  if (answer.empty() || answer[0] > 2) return Status::malformed;
  targets.count = answer[0];
  if (targets.count == 0) return answer.size == 1 ? Status::ok : Status::malformed;
  if (targets.count == 2) return Status::ok;
  // NbTg, Tg, SENS_RES (2), SEL_RES, NFCIDLength, NFCID1, then the ATS of a card that gave one: its first byte counts itself.
  constexpr size_t head = 6;
  if (answer.size < head || !is_uid_size(answer[5]) || answer.size < head + answer[5]) return Status::malformed;
  targets.number = answer[1];
  targets.iso_dep = (answer[4] & sel_res_iso_dep) != 0;
  targets.uid_size = answer[5];
  memcpy(targets.uid.data, answer.data + head, targets.uid_size);
  const ByteView ats = answer.from(head + targets.uid_size);
  const bool fits = ats.empty() || (targets.iso_dep && ats[0] == ats.size);
  return fits ? Status::ok : Status::malformed;
}

ByteView pn532_read_exchange(ByteView answer) {
  // The status (7.1): an error in its low bits, MI and NAD above. No card of ours says more than fits one frame, so any of
  // them is a failure.
  if (answer.empty() || answer[0] != 0x00) return {};
  return {answer.data + 1, answer.size - 1};
}

}  // namespace sl
