  .section .start, "ax"
  .option arch, +zicsr
  .globl start
start:
  la sp, stack_top
  la t0, on_trap
  csrw mtvec, t0
  call main
  .balign 4
on_trap:
  call trapped
