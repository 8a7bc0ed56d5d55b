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
  static constexpr const char* all[] = {
      "polls", "taps_ntag424", "taps_uid", "two_cards", "unreadable", "removed", "read_retries", "slow_cards", "card_errors",
      "not_ours", "command_resends", "nacks", "bad_frames", "bus_errors", "resets",
  };
};

class NfcCounts {
 public:
  void add(NfcCount what) { ++counts_[static_cast<size_t>(what)]; }
  uint32_t operator[](NfcCount what) const { return counts_[static_cast<size_t>(what)]; }

 private:
  uint32_t counts_[count_of<NfcCount>()] = {};
};

}  // namespace sl
