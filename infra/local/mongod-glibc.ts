/**
 * Lets a program linked against glibc 2.38 run on glibc 2.36 (Debian 12), when all it wants of 2.38 are functions that
 * older versions have under another name or version: the C23 aliases `__isoc23_*` (strtol and its like, which differ
 * only in reading "0b" literals) and `fmod` (which stopped setting errno). ELF-64: System V gABI, chapters 4 and 5; symbol
 * versions: Linux Standard Base 5.0 Core, 10.7 (Elfxx_Verneed, Elfxx_Vernaux).
 */
const TOO_NEW = 'GLIBC_2.38';
const BASELINE = 'GLIBC_2.2.5';
const ALIAS_PREFIX = '__isoc23_';

interface Section {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/**
 * Patches the ELF image in place and returns the names of the symbols it bound to older versions, in table order.
 * Throws on anything but a little-endian ELF-64 image whose 2.38 symbols are the ones above.
 */
export function lowerGlibc(image: Buffer): string[] {
  const sections = readSections(image);
  const strings = (at: number): string => {
    const from = sections.dynstr.offset + at;
    return image.toString('latin1', from, image.indexOf(0, from));
  };

  const entries = versionEntries(image, sections.versionNeeds).map((at) => ({
    at,
    name: strings(image.readUInt32LE(at + 8)),
  }));
  const baseline = entries.find((entry) => entry.name === BASELINE);
  const tooNew = entries.filter((entry) => entry.name === TOO_NEW);
  if (baseline === undefined) throw new Error(`the image needs no ${BASELINE}, so there is nothing to bind to`);

  const versions = new Set(tooNew.map((entry) => image.readUInt16LE(entry.at + 6)));
  const moved = lowerSymbols(image, sections, versions, strings);
  for (const { at } of tooNew) {
    image.copy(image, at, baseline.at, baseline.at + 4); // vna_hash
    image.copy(image, at + 8, baseline.at + 8, baseline.at + 12); // vna_name
  }
  return moved;
}

/** Moves the name of each `__isoc23_X` past its prefix, which leaves `X`; refuses a symbol that has no older twin. */
function lowerSymbols(
  image: Buffer,
  { dynsym, versym }: Sections,
  versions: ReadonlySet<number>,
  strings: (at: number) => string,
): string[] {
  const moved: string[] = [];
  for (let index = 0; index < dynsym.size / 24; index += 1) {
    const version = image.readUInt16LE(versym.offset + index * 2) & 0x7fff; // bit 15 marks a hidden symbol
    if (!versions.has(version)) continue;
    const at = dynsym.offset + index * 24;
    const nameAt = image.readUInt32LE(at);
    const name = strings(nameAt);
    if (name.startsWith(ALIAS_PREFIX)) image.writeUInt32LE(nameAt + ALIAS_PREFIX.length, at);
    else if (name !== 'fmod') throw new Error(`${name} of ${TOO_NEW} has no known older twin`);
    moved.push(name);
  }
  return moved;
}

type Sections = ReturnType<typeof readSections>;

/** The four sections of the dynamic linker, found by type in the section header table (gABI, "Sections"). */
function readSections(image: Buffer): { dynsym: Section; dynstr: Section; versym: Section; versionNeeds: Section } {
  if (image.length < 64 || image.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
    throw new Error('not a little-endian ELF-64 image');
  const tableAt = Number(image.readBigUInt64LE(40));
  const entrySize = image.readUInt16LE(58);
  const byType = (type: number): { section: Section; link: number } => {
    for (let index = 0; index < image.readUInt16LE(60); index += 1) {
      const at = tableAt + index * entrySize;
      if (image.readUInt32LE(at + 4) === type)
        return { section: sectionAt(image, at), link: image.readUInt32LE(at + 40) };
    }
    throw new Error(`the image has no section of type 0x${type.toString(16)}: is it dynamically linked?`);
  };
  const dynsym = byType(11); // SHT_DYNSYM
  return {
    dynsym: dynsym.section,
    dynstr: sectionAt(image, tableAt + dynsym.link * entrySize),
    versym: byType(0x6fffffff).section, // SHT_GNU_versym
    versionNeeds: byType(0x6ffffffe).section, // SHT_GNU_verneed; sh_info counts its files
  };
}

function sectionAt(image: Buffer, at: number): Section {
  return {
    offset: Number(image.readBigUInt64LE(at + 24)),
    size: Number(image.readBigUInt64LE(at + 32)),
    count: image.readUInt32LE(at + 44),
  };
}

/** Offsets of all Elf64_Vernaux: one list for each needed file, chained by relative offsets. */
function versionEntries(image: Buffer, needs: Section): number[] {
  const found: number[] = [];
  let file = needs.offset;
  for (let left = needs.count; left > 0; left -= 1) {
    let at = file + image.readUInt32LE(file + 8);
    for (let entries = image.readUInt16LE(file + 2); entries > 0; entries -= 1) {
      found.push(at);
      at += image.readUInt32LE(at + 12);
    }
    file += image.readUInt32LE(file + 12);
  }
  return found;
}
