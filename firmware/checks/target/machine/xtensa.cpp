// Xtensa semihosting as QEMU knows it: `simcall` with the number of the call in a2.
#include "machine/machine.hpp"

namespace sl::target {

namespace {

constexpr uintptr_t sys_exit = 1;
constexpr uintptr_t sys_write = 4;
constexpr uintptr_t standard_output = 1;

void call(uintptr_t operation, uintptr_t first, const void* second, size_t third) {
  register uintptr_t a2 asm("a2") = operation;
  register uintptr_t a3 asm("a3") = first;
  register const void* a4 asm("a4") = second;
  register size_t a5 asm("a5") = third;
  asm volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
}

}  // namespace

void say(Text text) { call(sys_write, standard_output, text.data, text.size); }

void finish(bool good) {
  for (;;) call(sys_exit, good ? 0 : 1, nullptr, 0);
}

}  // namespace sl::target
