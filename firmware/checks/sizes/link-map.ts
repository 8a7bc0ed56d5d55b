/** What each part of the core takes of a linked image, from the linker's map (-Map). */

const SECTION = /^(\.\w+)/;
/** ` .text._ZN2sl4stepE`, alone on its line when it is long; then address, size and file, perhaps on the next line. */
const NAME = /^ (\.[^\s]+)$/;
const PLACED = /^ (?:\.[^\s]+)?\s+0x[0-9a-f]+\s+0x([0-9a-f]+) (.+)$/;

/** Folder of firmware/core/src; what is not the core's is the libraries' or the check's own. */
const partOf = (file: string): string =>
  /core\/src\/(\w+)\//.exec(file)?.[1] ?? (/\blib(gcc|c)\.a/.test(file) ? 'libraries' : 'image');

/** Bytes of code and constants by part. Strings that several files share count where the linker put them. */
export const readLinkMap = (map: string): ReadonlyMap<string, number> => {
  const parts = new Map<string, number>();
  let section = '';
  for (const line of map.slice(map.indexOf('Linker script and memory map')).split('\n')) {
    section = SECTION.exec(line)?.[1] ?? section;
    if (NAME.test(line) || (section !== '.text' && section !== '.rodata')) continue;
    const [, size = '0', file = ''] = PLACED.exec(line) ?? [];
    const bytes = Number.parseInt(size, 16);
    if (bytes > 0) parts.set(partOf(file), (parts.get(partOf(file)) ?? 0) + bytes);
  }
  return new Map([...parts].sort(([a], [b]) => a.localeCompare(b)));
};
