// What date it is, as far as a device can know: only for certificates and logs. An unlock never depends on it.
#pragma once
#include "sl/settings/time_floor.hpp"

namespace sl::esp {

/// When these sources were committed, seconds of the Unix epoch.
uint64_t built_s();

/// Until SNTP has answered it is the floor: the build, or the newest time that flash remembers.
void start_wall_clock(TimeFloor& floor);
/// Asks the time server from now on; to be called once the network driver is there.
void start_sntp();
/// From the main task, in every round: believes what the time server said, unless it lies before the floor or years ahead.
void judge_sntp();
/// Whether a time server was believed since boot. Until then a certificate may begin in the future (docs/protocol.md).
bool wall_clock_is_set();
int64_t epoch_s();

}  // namespace sl::esp
