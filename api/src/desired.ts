import type { Deps } from './deps.ts';

const PUSH_DEADLINE_MS = 1_000;

/**
 * Asks access to publish the configuration of these devices again. What was committed stays committed: a device that is
 * not told now learns it at its next connection.
 */
export const pushDesired = async (
  deps: Deps,
  devices: readonly (string | null)[],
  { id: request }: { readonly id: string },
): Promise<void> => {
  const deadlineMs = deps.clock.now() + PUSH_DEADLINE_MS;
  const enrolled = devices.filter((device) => device !== null);
  await Promise.all(
    enrolled.map(async (device) => {
      await deps.ask('push-desired', { device }, { deadlineMs, request }).catch((error: unknown) => {
        deps.log.warn({ err: error, device }, 'the configuration was not pushed');
      });
    }),
  );
};
