export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** 16 zero bytes: the command id in the result of bytes that named no command one could believe. */
export const NO_COMMAND = new Uint8Array(16);
