/** The body of a request: JSON, or a form where a part is a file. */
export const bodyOf = (body: unknown): FormData | string => {
  if (body instanceof FormData) return body;
  const parts = body !== null && typeof body === 'object' ? Object.entries(body).flatMap(partsOf) : [];
  if (!parts.some(([, value]) => value instanceof Blob)) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of parts) {
    if (value instanceof Blob) form.append(name, value, value instanceof File ? value.name : name);
    else if (value !== undefined) form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
};

const partsOf = ([name, value]: [string, unknown]): [string, unknown][] =>
  Array.isArray(value) ? value.map((one: unknown) => [name, one]) : [[name, value]];
