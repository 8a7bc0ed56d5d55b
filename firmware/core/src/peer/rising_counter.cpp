#include "sl/peer/rising_counter.hpp"

namespace sl {

RisingCounter::RisingCounter(ICounterStore& store) : store_(store), last_(static_cast<uint32_t>(store.read())), kept_(last_) {}

uint32_t RisingCounter::take() {
  if (last_ == kept_) {
    if (!store_.write(kept_ + limits::counter_block)) return 0;
    kept_ += limits::counter_block;
  }
  return ++last_;
}

}  // namespace sl
