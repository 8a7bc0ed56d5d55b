// What the reader went through since boot: the counters of tele/nfc, by their names there.
#pragma once
#include "sl/text.hpp"

namespace sl {

enum class NfcCount : uint8_t {
  polls, taps_ntag424, taps_uid, two_cards, unreadable, removed, read_retries, slow_cards, card_errors, not_ours,
  command_resends, nacks, bad_frames, bus_errors, resets,
};
template <>
struct Names<NfcCount> {
  static constexpr char all[] =
      "polls\0" "taps_ntag424\0" "taps_uid\0" "two_cards\0" "unreadable\0" "removed\0" "read_retries\0" "slow_cards\0"
      "card_errors\0" "not_ours\0" "command_resends\0" "nacks\0" "bad_frames\0" "bus_errors\0" "resets\0";
};

class NfcCounts {
 public:
  void add(NfcCount what) { ++counts_[static_cast<size_t>(what)]; }
  uint32_t operator[](NfcCount what) const { return counts_[static_cast<size_t>(what)]; }

 private:
  uint32_t counts_[count_of<NfcCount>()] = {};
};

}  // namespace sl
