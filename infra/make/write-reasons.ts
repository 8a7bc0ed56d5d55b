/** Writes docs/reasons.md from core's table of reasons: `node infra/make/write-reasons.ts`. A test fails while it is stale. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DenyDisplay, REASON_FACTS, REASONS, type ReasonSource } from '@smart-latch/core';

export const REASONS_FILE = 'docs/reasons.md';

const GIVEN_BY: Readonly<Record<ReasonSource, string>> = {
  server: 'server',
  device: 'device',
  reserved: 'nobody yet',
};

const SHOWN: Readonly<Record<DenyDisplay, string>> = {
  try_again: 'try again',
  not_allowed: 'not allowed',
  wait: 'wait',
};

const INTRODUCTION = `# Reasons

Why an attempt did not open. One cause each, in the order in which \`decide\` (\`packages/core/src/access/decide.ts\`) looks
for them: of two causes the earlier one is given. Then the device's own, then those that are reserved and have no rule.

Made from \`packages/core/src/access/reasons.ts\` by \`node infra/make/write-reasons.ts\`; do not edit.

- *OperationError*: the value of the Matter DoorLock cluster (Application Cluster Specification, 5.2.6) for the same event.
- *Latch shows*: the grade that the latch is told with \`deny\`. It is never told the reason. For what only the device can
  say, the grade is the one for whoever reads its result.
- *Latch counts*: whether \`deny\` is marked so that the latch counts it and slows its reader down. This is apart from the
  server's own lockout of a credential (\`packages/core/src/access/lockout.ts\`), which counts \`face_no_match\` alone.

| reason | meaning | given by | OperationError | latch shows | latch counts |
|---|---|---|---|---|---|
`;

/** The whole file. */
export const reasonsPage = (): string =>
  `${INTRODUCTION}${REASONS.map((reason) => {
    const { source, meaning, operationError, display, countsForLatchLockout } = REASON_FACTS[reason];
    const counts = countsForLatchLockout ? 'yes' : 'no';
    return `| \`${reason}\` | ${meaning} | ${GIVEN_BY[source]} | ${operationError} | ${SHOWN[display]} | ${counts} |\n`;
  }).join('')}`;

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../..', REASONS_FILE), reasonsPage());
