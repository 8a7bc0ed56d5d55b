#include "sl_esp/clock.hpp"

#include "esp_random.h"
#include "esp_timer.h"

namespace sl::esp {

ClockMs Clock::now_ms() { return esp_timer_get_time() / 1000; }

void Rng::fill(ByteSpan bytes) { esp_fill_random(bytes.data, bytes.size); }

}  // namespace sl::esp
