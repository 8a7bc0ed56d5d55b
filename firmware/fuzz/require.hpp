// What must hold for every input whatsoever; the fuzzer keeps the input that broke it.
#pragma once
#include <stdlib.h>

namespace sl::fuzz {

inline void require(bool holds) {
  if (!holds) abort();
}

}  // namespace sl::fuzz
