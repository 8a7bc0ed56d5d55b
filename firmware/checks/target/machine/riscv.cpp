// RISC-V semihosting (riscv-semihosting 0.4): this very sequence of three instructions is the call.
#include "machine/machine.hpp"

namespace sl::target {

namespace {

constexpr uintptr_t sys_write0 = 0x04;
constexpr uintptr_t sys_exit_extended = 0x20;
constexpr uintptr_t stopped_application_exit = 0x20026;

uintptr_t call(uintptr_t operation, const void* argument) {
  register uintptr_t a0 asm("a0") = operation;
  register const void* a1 asm("a1") = argument;
  asm volatile(
      ".option push\n.option norvc\n.balign 16\n"
      "slli zero, zero, 0x1f\nebreak\nsrai zero, zero, 7\n"
      ".option pop"
      : "+r"(a0)
      : "r"(a1)
      : "memory");
  return a0;
}

}  // namespace

void say(Text text) {
  char line[64];
  for (size_t at = 0; at < text.size;) {
    size_t length = 0;
    while (length + 1 < sizeof line && at < text.size) line[length++] = text.data[at++];
    line[length] = '\0';
    call(sys_write0, line);
  }
}

void finish(bool good) {
  const uintptr_t arguments[] = {stopped_application_exit, good ? 0u : 1u};
  call(sys_exit_extended, arguments);
  for (;;) {
  }
}

/// The machine's trap vector: an illegal instruction or address ends the run.
extern "C" [[noreturn]] void trapped() {
  say("trap\n");
  finish(false);
}

}  // namespace sl::target
