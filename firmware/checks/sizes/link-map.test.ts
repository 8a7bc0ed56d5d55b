import { expect, it } from 'vitest';
import { readLinkMap } from './link-map.ts';

it('adds up code and constants by folder of the core, and nothing that was dropped', () => {
  const map = `Discarded input sections
 .text._ZN2sl4gone  0x0  0x40 CMakeFiles/core/src/codec/cbor.cpp.obj

Linker script and memory map

.text           0x80000000     0x1000
 *(.start)
 .text._ZN2sl4stepERNS_10LatchStateE
                0x80000000       0x20 CMakeFiles/core/src/latch/step.cpp.obj
 .text.f        0x80000020       0x10 CMakeFiles/core/src/latch/bolt.cpp.obj
 .text.start    0x80000030        0x8 CMakeFiles/latch.dir/image/latch_image.cpp.obj
 .text.memcpy   0x80000038        0x4 /usr/lib/picolibc/libc.a(memcpy.o)
                0x80000038                memcpy

.rodata         0x80001000       0x10
 .rodata.names  0x80001000       0x10 CMakeFiles/core/src/codec/topic.cpp.obj

.bss            0x80002000      0x100
 .bss.message   0x80002000      0x100 CMakeFiles/latch.dir/image/latch_image.cpp.obj
`;
  expect(Object.fromEntries(readLinkMap(map))).toEqual({ codec: 16, image: 8, latch: 48, libraries: 4 });
});
