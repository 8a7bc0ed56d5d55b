# The windowed ABI of the ESP32's cores. No package of Debian links or runs it, so this compiles the core and no more: the
# proof that every file of it is good for that target, and the sizes of its objects. clang takes no -mcpu for Xtensa yet, so
# the LX6's options are named one by one.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_C_COMPILER clang-22)
set(CMAKE_CXX_COMPILER clang++-22)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_C_COMPILER_WORKS ON)
set(CMAKE_CXX_COMPILER_WORKS ON)
set(TARGET_FLAGS --target=xtensa -isystem /usr/lib/xtensa-lx106-elf/include)
foreach(feature density windowed bool loop sext nsa clamps minmax mul16 mul32 mul32high div32 s32c1i threadptr)
  list(APPEND TARGET_FLAGS "SHELL:-Xclang -target-feature -Xclang +${feature}")
endforeach()
