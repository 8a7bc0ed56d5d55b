// What date it is, as far as a device can know: only for certificates and logs. An unlock never depends on it.
#pragma once
#include <stdint.h>

namespace sl::esp {

/// Before SNTP: the later of the commit's time and the newest time that flash remembers. After it: SNTP, but never earlier
/// than that floor, so nobody can turn the clock back 30 years.
void start_wall_clock();
/// Asks the time server from now on; to be called once the network is there.
void start_sntp();
/// Whether a time server was believed since boot. Until then a certificate may begin in the future (docs/protocol.md).
bool wall_clock_is_set();
/// Keeps the time of now as the floor for the next boot; cheap to call often, it writes once a day.
void remember_time();
int64_t epoch_s();

}  // namespace sl::esp
