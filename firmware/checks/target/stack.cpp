#include "stack.hpp"

namespace sl::target {

namespace {

constexpr uint32_t paint = 0xa5c3965a;
/// Half as deep again as the budget; of the 64 KiB of target.ld.
constexpr size_t painted_bytes = 6 * 1024;
/// The painter's own frame and what it calls; depth is overstated by at most this.
constexpr size_t margin_bytes = 96;

uintptr_t top = 0;
uintptr_t deepest = 0;

uintptr_t here() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }
uintptr_t bottom() { return top - painted_bytes; }

[[gnu::noinline]] void paint_below() {
  const uintptr_t end = (here() - margin_bytes) & ~uintptr_t{3};
  for (uintptr_t at = bottom(); at < end; at += sizeof paint) *reinterpret_cast<volatile uint32_t*>(at) = paint;
}

[[gnu::noinline]] void look() {
  uintptr_t at = bottom();
  while (at < top && *reinterpret_cast<volatile uint32_t*>(at) == paint) at += sizeof paint;
  if (at < deepest) deepest = at;
}

}  // namespace

void begin_stack() {
  top = here() & ~uintptr_t{3};
  deepest = top;
  paint_below();
}

size_t end_stack() {
  look();
  const size_t depth = top - deepest;
  top = 0;
  return depth;
}

NotCore::NotCore() {
  if (top != 0) look();
}

NotCore::~NotCore() {
  if (top != 0) paint_below();
}

}  // namespace sl::target
