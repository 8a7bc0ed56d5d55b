/** A reader of contactless cards: PC/SC hardware, or a card in software. */
export interface CardReader {
  /** Resolves when a card lies on the reader; rejects when none came in time, or with what is wrong with the reader. */
  waitForCard(timeoutMs: number): Promise<void>;
  /** Sends a command APDU (ISO/IEC 7816-4); the answer is data and status, two bytes. Rejects when the card was taken away. */
  transmit(apdu: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The card, the reader or the keys are not what they must be: the message says what to do. */
export class CardError extends Error {
  override readonly name = 'CardError';
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
