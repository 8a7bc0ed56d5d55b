import { CardError, type CardReader } from './card-reader.ts';
import { identifyCard } from './ntag424.ts';
import { makeBlank, personalise } from './personalise.ts';
import type { CardServer } from './server.ts';

export type Say = (line: string) => void;

/** How long somebody may look for the next card, ms. */
const CARD_TIMEOUT_MS = 60_000;

interface At {
  readonly reader: CardReader;
  readonly server: CardServer;
  readonly say: Say;
}

const uidOnReader = async ({ reader, say }: At): Promise<string> => {
  say('Lay a card on the reader.');
  await reader.waitForCard(CARD_TIMEOUT_MS);
  return (await identifyCard(reader)).uid;
};

/**
 * Issues the card on the reader. The credential is disabled until every key is on the card and the card was read as a door
 * reads it, so a card that was taken away in the middle opens nothing: the same command goes on with it. Throws CardError
 * and the client's errors.
 */
export const issueCard = async (at: At, who: { user: string; label: string }): Promise<string> => {
  const { reader, server, say } = at;
  const uid = await uidOnReader(at);
  const known = await server.find(uid);
  if (known && known.user !== who.user)
    throw new CardError("this card is another person's: take it from them first, or use a fresh one");
  if (known && known.state !== 'disabled')
    throw new CardError(`this card is issued to this person already and is ${known.state}`);
  const issued = known ? { card: known, keys: await server.keysOf(known.id) } : await server.issue({ uid, ...who });
  say(known ? 'This card was begun before: writing it again. Leave it there ...' : 'Writing it. Leave it there ...');
  await personalise(reader, uid, issued.keys).catch((cause: unknown) => {
    say('The card is not finished, and opens nothing. Run the same command again with the same card to go on.');
    throw cause;
  });
  await server.activate(issued.card.id);
  say(`Done: the card opens what its user may open. Credential ${issued.card.id}`);
  return issued.card.id;
};

/** Takes the card on the reader from its user and makes it as it came from the factory. Throws CardError and the client's errors. */
export const blankCard = async (at: At): Promise<void> => {
  const { reader, server, say } = at;
  const uid = await uidOnReader(at);
  const card = await server.find(uid);
  if (!card) throw new CardError('nobody at this site has this card, so its keys are not known here');
  const keys = await server.keysOf(card.id);
  say('Making it blank. Leave it there ...');
  await makeBlank(reader, uid, keys).catch((cause: unknown) => {
    say('The card is not blank yet. Run the same command again with the same card to go on.');
    throw cause;
  });
  await server.retire(card.id);
  say(
    'Done: the card is blank and nobody has it. It counts from the beginning when it is written again: use it at another site.',
  );
};

/** Writes the tag of a door, which phones read. Throws CardError and the client's errors. */
export const writeTag = async (at: At, latch: string): Promise<void> => {
  const { reader, server, say } = at;
  const uid = await uidOnReader(at);
  const keys = await server.tagKeys(latch, uid);
  say('Writing the tag. Leave it there ...');
  await personalise(reader, uid, keys).catch((cause: unknown) => {
    say('The tag is not finished. Run the same command again with the same tag to go on.');
    throw cause;
  });
  say('Done: put it beside the door. Phones may use it once the door allows phone taps.');
};
