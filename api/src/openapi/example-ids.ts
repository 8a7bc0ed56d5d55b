import { createHash } from 'node:crypto';

/** The id of somebody or something in the examples, always the same for the same name: `exampleId('alice')` is a UUID. */
export const exampleId = (name: string): string => {
  const hex = createHash('sha256').update(`example ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** 26 characters of a-z 2-7. */
export const EXAMPLE_DEVICE = 'k5ouwgnd2t7p4q6rzj3vahsx2m';

export const EXAMPLE_REFRESH_TOKEN = 'n3Jq8t5Qd0...';
