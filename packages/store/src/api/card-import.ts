import mongoose from 'mongoose';
import type { CredentialDoc } from '../schema/credential.ts';
import type { Store } from '../store.ts';

/** A card that holds keys of its site already. */
export interface CardLine {
  /** Lower-case hex. */
  readonly uid: string;
  /** The user's id or e-mail. */
  readonly who: string;
  readonly label: string;
}

export interface LineOutcome {
  readonly outcome: 'imported' | 'already' | 'refused';
  readonly credential: string | null;
  /** What is wrong with it and what to do. */
  readonly detail: string | null;
}

/** Gives a card to a person; null when somebody was first. */
type Give = (line: CardLine, user: string) => Promise<CredentialDoc | null>;

/** So many lines are written at once. */
const AT_ONCE = 8;

/**
 * Each line on its own: what is good is imported whatever the others are. The same lines again import nothing. Without `give`
 * it says what would come of it.
 */
export const importCards = async (
  store: Store,
  site: string,
  lines: readonly CardLine[],
  give: Give | null,
): Promise<LineOutcome[]> => {
  const [people, known] = [await peopleOf(store, site, lines), await knownCards(store, site, lines)];
  const seen = new Set<string>();
  const outcomes: LineOutcome[] = [];
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const some = lines.slice(at, at + AT_ONCE).map(async (line) => {
      const isRepeated = seen.has(line.uid);
      seen.add(line.uid);
      return isRepeated ? refused('this card is in an earlier line too: keep one of the two') : take(line);
    });
    outcomes.push(...(await Promise.all(some)));
  }
  return outcomes;

  async function take(line: CardLine): Promise<LineOutcome> {
    const [user, another] = people.get(line.who) ?? [];
    if (user === undefined) return refused('nobody at this site has this id or e-mail: add the person first');
    if (another !== undefined) return refused('several people have this e-mail: give the id of the user');
    const card = known.get(line.uid);
    if (card?.user === user) return { outcome: 'already', credential: card._id, detail: null };
    if (card) return refused("this card is another person's: take it from them first");
    if (give === null) return { outcome: 'imported', credential: null, detail: null };
    const made = await give(line, user);
    return made
      ? { outcome: 'imported', credential: made._id, detail: null }
      : refused('somebody issued this card just now');
  }
};

const refused = (detail: string): LineOutcome => ({ outcome: 'refused', credential: null, detail });

const { trusted } = mongoose;

/** The members of the site by id and by e-mail. */
const peopleOf = async (store: Store, site: string, lines: readonly CardLine[]): Promise<Map<string, string[]>> => {
  const { users, memberships } = store.models;
  const named = [...new Set(lines.map(({ who }) => who))];
  const found = await users
    .find({ $or: [{ _id: trusted({ $in: named }) }, { email: trusted({ $in: named }) }] }, { email: 1 })
    .lean();
  const ids = found.map(({ _id }) => _id);
  const members = await memberships.find({ site, user: trusted({ $in: ids }) }, { user: 1 }).lean();
  const isMember = new Set(members.map(({ user }) => user));
  const people = new Map<string, string[]>();
  for (const { _id, email } of found.filter((user) => isMember.has(user._id))) {
    for (const name of [_id, email ?? _id]) {
      const those = people.get(name) ?? [];
      if (!those.includes(_id)) people.set(name, [...those, _id]);
    }
  }
  return people;
};

const knownCards = async (store: Store, site: string, lines: readonly CardLine[]) => {
  const uid = trusted({ $in: lines.map((line) => line.uid) });
  const rows = await store.models.credentials.find({ site, kind: 'ntag424', uid, retiredAt: null }).lean();
  return new Map(rows.map((row) => [row.uid, row]));
};
