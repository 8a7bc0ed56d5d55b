import { CommandError } from './exit.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

const SHOWN = 10;

/**
 * The one that is meant: by its id, else by its name, whatever the case. Throws CommandError with those that there are, or
 * with the ids of those that share the name.
 */
export const oneOf = <T extends Named>(all: readonly T[], wanted: string, what: string): T => {
  const byId = all.find(({ id }) => id === wanted);
  if (byId) return byId;
  const found = all.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new CommandError('refused', only ? ambiguous(found, wanted) : unknown(all, wanted, what));
};

const ambiguous = (found: readonly Named[], wanted: string): string =>
  `"${wanted}" may be ${found.map(({ id, name }) => `${name} ${id}`).join(' or ')}: say which by its id`;

const unknown = (all: readonly Named[], wanted: string, what: string): string => {
  const names = all.slice(0, SHOWN).map(({ name }) => name);
  const rest = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return `there is no ${what} "${wanted}"${names.length > 0 ? `; there are ${names.join(', ')}${rest}` : ''}`;
};

/** Names by id, for tables. */
export const namesById = (all: readonly Named[]): ReadonlyMap<string, string> =>
  new Map(all.map(({ id, name }) => [id, name]));
