// What the emulated machine gives a program: a way to speak and a way to end (semihosting).
#pragma once
#include "sl/text.hpp"

namespace sl::target {

void say(Text text);
void say(int64_t number);
[[noreturn]] void finish(bool good);

}  // namespace sl::target
