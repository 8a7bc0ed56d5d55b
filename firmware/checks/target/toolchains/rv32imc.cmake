# Bare-metal RISC-V as in the ESP32-C3: gcc-riscv64-unknown-elf, picolibc-riscv64-unknown-elf.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_CXX_COMPILER riscv64-unknown-elf-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(TARGET_FLAGS -march=rv32imc -mabi=ilp32 --specs=picolibc.specs -msave-restore)
set(TARGET_WHOLE_PROGRAM_FLAGS -malign-data=natural)  # a text needs no alignment
set(TARGET_MACHINE riscv)
set(TARGET_IMAGE_BEGIN 0x80000000)  # the memory of qemu-system-riscv32 -M virt
