# Bare-metal Xtensa as in the ESP8266, the one Xtensa core that Debian's GCC and QEMU both know: gcc-xtensa-lx106,
# picolibc-xtensa-lx106-elf. Its ABI is call0; the ESP32's windowed one is compiled by clang, see ../CMakeLists.txt.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_CXX_COMPILER xtensa-lx106-elf-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(TARGET_FLAGS -mlongcalls -mtext-section-literals --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs)
set(TARGET_MACHINE xtensa)
set(TARGET_IMAGE_BEGIN 0x50000000)  # the reset vector of qemu-system-xtensa -M sim -cpu lx106
