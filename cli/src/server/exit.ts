import { ProblemError, UnreachableError } from '@smart-latch/client';

/** What the command ends with. commander's own refusals of wrong options are `usage` too. */
export const EXIT = { done: 0, refused: 1, usage: 2, signedOut: 3, unreachable: 4, notOpened: 5 } as const;
export type Exit = keyof typeof EXIT;

/** Ends the command: one line that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: Exit;

  constructor(exit: Exit, message: string) {
    super(message);
    this.exit = exit;
  }
}

/** Any error as the line that is printed and the code that the command ends with. */
export const endingOf = (error: unknown): { exit: Exit; line: string } => {
  const line = error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, ' ') : String(error);
  if (error instanceof CommandError) return { exit: error.exit, line };
  if (error instanceof UnreachableError) return { exit: 'unreachable', line };
  if (error instanceof ProblemError && error.code === 'unauthenticated') {
    return { exit: 'signedOut', line: `${line} (pnpm latch login)` };
  }
  return { exit: 'refused', line };
};
