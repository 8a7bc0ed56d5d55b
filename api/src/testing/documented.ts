import type { Histogram } from '@smart-latch/runtime';
import type { App } from '../deps.ts';
import type { Document } from '../openapi/examples.ts';

/** Remembers what each operation answered, as the api measures it. */
export const recordAnswers = (): { histogram: Histogram; answered: ReadonlySet<string> } => {
  const answered = new Set<string>();
  const observe = ({ method, route, status }: Readonly<Record<string, string | number>>): void => {
    answered.add(`${method} ${route} ${status}`);
  };
  return { histogram: { observe } as unknown as Histogram, answered };
};

/** The answers of operations that the document does not tell of; a bug's 500 is none. */
export const undocumented = (app: App, answered: ReadonlySet<string>): string[] => {
  const { paths } = app.swagger() as unknown as Document;
  return [...answered].filter((one) => {
    const [method = '', route = '', status = ''] = one.split(' ');
    const operation = paths[route.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    return Number(status) >= 400 && status !== '500' && operation !== undefined && !operation.responses[status];
  });
};
