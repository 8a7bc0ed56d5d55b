  .section .start, "ax"
  .globl start
start:
  j begin

  .text
  .align 4
  .literal_position
begin:
  movi a1, stack_top
  call0 main
forever:
  j forever
