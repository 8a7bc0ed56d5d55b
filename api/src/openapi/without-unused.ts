import type { Document } from './examples.ts';

const REFERENCE = /"#\/components\/(\w+)\/([^"]+)"/g;

/**
 * Every schema with an id comes once as it is sent and once as it is answered, and every problem has an example: only what
 * an operation refers to stays, by name.
 */
export const withoutUnused = (document: Document): Document => {
  const components = document.components as Record<string, Record<string, unknown>>;
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value ?? null).matchAll(REFERENCE)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      visit(components[kind]?.[name]);
    }
  };
  visit(document.paths);
  const kept = Object.entries(components).map(([kind, all]) => {
    const names = Object.keys(all).filter((name) => kind === 'securitySchemes' || used.has(`${kind}/${name}`));
    return [kind, Object.fromEntries(names.toSorted().map((name) => [name, all[name]]))] as const;
  });
  return { ...document, components: Object.fromEntries(kept) };
};
