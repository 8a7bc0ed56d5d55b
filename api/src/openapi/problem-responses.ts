import type { ErrorCode } from '@smart-latch/runtime';
import { INTERNAL_PROBLEM, PROBLEM_MEDIA_TYPE, PROBLEMS } from '../problems.ts';
import { type Document, mapValues, type Operation } from './examples.ts';

type Code = ErrorCode | 'internal';

const titleOf = (code: Code): string => (code === 'internal' ? INTERNAL_PROBLEM.title : PROBLEMS[code].title);

/** The response of the problems that share a status, with an example of each. */
export const problemResponse = (codes: readonly Code[]): object => ({
  description: codes.map(titleOf).join('; '),
  content: {
    [PROBLEM_MEDIA_TYPE]: {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

/** Says each problem response once, by the codes in it, and refers to it from the operations. */
export const withSharedProblems = (document: Document): Document => {
  const responses: Record<string, object> = {};
  const share = (response: Operation['responses'][string]) => {
    const examples = response.content?.[PROBLEM_MEDIA_TYPE]?.examples;
    if (!examples) return response;
    const name = Object.keys(examples).join('-or-');
    responses[name] = response;
    return { $ref: `#/components/responses/${name}` };
  };
  const paths = mapValues(document.paths, (operations) =>
    mapValues(operations, (operation) => ({ ...operation, responses: mapValues(operation.responses, share) })),
  );
  return { ...document, paths, components: { ...document.components, responses } };
};
