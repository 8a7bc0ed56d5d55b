import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lowerGlibc } from './mongod-glibc.ts';

const dir = mkdtempSync(join(tmpdir(), 'sl-glibc-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Links a program against stand-ins for libc and libm in which `newer` carry the version GLIBC_2.38, as on a newer system. */
function programWanting238(name: string, newer: { libc: string[]; libm: string[] }, body: string): Buffer {
  const stub = (lib: 'libc' | 'libm', versions: Record<string, string[]>): string => {
    const base = join(dir, `${name}-${lib}`);
    writeFileSync(
      `${base}.c`,
      Object.values(versions)
        .flat()
        .map((fn) => `void ${fn}(void) {}\n`)
        .join(''),
    );
    const nodes = Object.entries(versions);
    writeFileSync(
      `${base}.map`,
      nodes.map(([version, functions]) => `${version} { ${functions.join('; ')}; };\n`).join(''),
    );
    const flags = [
      '-shared',
      '-nostdlib',
      '-fno-builtin',
      `-Wl,-soname,${lib}.so.6`,
      `-Wl,--version-script=${base}.map`,
    ];
    execFileSync('gcc', [...flags, '-o', `${base}.so`, `${base}.c`]);
    return `${base}.so`;
  };
  const libc = stub('libc', {
    'GLIBC_2.2.5': ['printf', 'puts'],
    'GLIBC_2.34': ['__libc_start_main'],
    'GLIBC_2.38': newer.libc,
  });
  const libm = stub('libm', { 'GLIBC_2.38': newer.libm });
  const out = join(dir, name);
  writeFileSync(`${out}.c`, body);
  execFileSync('gcc', ['-O0', '-fno-builtin', '-nodefaultlibs', '-o', out, `${out}.c`, libc, libm]);
  return readFileSync(out);
}

describe('lowerGlibc', () => {
  it('makes a program that wants glibc 2.38 run on this machine and compute the same', () => {
    const image = programWanting238(
      'wants',
      { libc: ['__isoc23_strtol'], libm: ['fmod'] },
      `#include <stdio.h>
       long __isoc23_strtol(const char *, char **, int);
       double fmod(double, double);
       int main(int argc, char **argv) {
         printf("%ld %g\\n", __isoc23_strtol(argv[1], 0, 10), fmod(argc + 5.5, 4));
         return 0;
       }`,
    );
    expect(lowerGlibc(image).toSorted()).toEqual(['__isoc23_strtol', 'fmod']);

    const patched = join(dir, 'patched');
    writeFileSync(patched, image, { mode: 0o755 });
    expect(spawnSync(patched, ['42'], { encoding: 'utf8' }).stdout).toBe('42 3.5\n');
  });

  it('refuses a program that wants a 2.38 function without an older twin, and names it', () => {
    const image = programWanting238(
      'strange',
      { libc: ['brand_new'], libm: ['fmod'] },
      '#include <stdio.h>\nvoid brand_new(void); int main(void) { brand_new(); puts(""); return 0; }',
    );
    expect(() => lowerGlibc(image)).toThrow('brand_new of GLIBC_2.38 has no known older twin');
  });

  it('refuses what is not an ELF-64 image', () => {
    expect(() => lowerGlibc(Buffer.from('#!/bin/sh\n'))).toThrow('not a little-endian ELF-64 image');
    expect(() => lowerGlibc(Buffer.alloc(0))).toThrow('not a little-endian ELF-64 image');
  });
});
