import { randomBytes } from 'node:crypto';
import type { CardReader } from '../card-reader.ts';
import type { CardKeys } from '../personalise.ts';

const key = (): string => randomBytes(16).toString('hex');

/** Keys such as the API makes for one card. */
export const newKeys = (): CardKeys => ({
  keyId: 1,
  metaReadKey: key(),
  fileReadKey: key(),
  masterKey: key(),
  spareKeys: [key(), key()],
  url: `https://latch.test/t?k=1&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
});

/** A card that is taken away after so many commands. */
export const takenAwayAfter = (card: CardReader, commands: number): CardReader => {
  let left = commands;
  return {
    waitForCard: (timeoutMs) => card.waitForCard(timeoutMs),
    close: () => card.close(),
    transmit: (apdu) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('taken away')) : card.transmit(apdu);
    },
  };
};
