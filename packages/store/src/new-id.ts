import { randomUUID } from 'node:crypto';

/** A fresh id: 122 random bits, so that none can be guessed from another. */
export const newId = (): string => randomUUID();
