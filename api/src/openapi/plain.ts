interface Noisy {
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** How zod writes JSON schemas for the document: without the pattern of a format and without the bounds of the number type. */
export const PLAIN = {
  override: ({ jsonSchema }: { jsonSchema: Noisy }): void => {
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};
