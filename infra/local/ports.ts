import { createServer } from 'node:net';

/** Below Linux's ephemeral range (32768 and up), so that no outgoing connection takes a port between choice and use. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

const handedOut = new Set<number>();

/** A TCP port that nothing on this machine listens on; never the same one twice in a process. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (handedOut.has(port) || (await whyNot(port)) !== undefined) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(
    `no free TCP port between ${LOWEST} and ${HIGHEST} in ${ATTEMPTS} attempts: too many servers run on this machine`,
  );
}

/** The wish if it is given and free, else a free port. Throws the message for a taken one: `setting` says how to choose another. */
export async function choosePort(wish: number | undefined, purpose: string, setting: string): Promise<number> {
  if (wish === undefined) return freePort();
  const problem = await whyNot(wish);
  if (problem === undefined) return wish;
  const reason = problem === 'EADDRINUSE' ? 'another program listens on it' : `the system refuses it (${problem})`;
  throw new Error(
    `port ${wish} (${purpose}) cannot be used: ${reason}. See who has it with \`ss -ltnp 'sport = :${wish}'\` and stop that, or choose another with ${setting}.`,
  );
}

/** Undefined when the port can be bound on all interfaces and on loopback; else the code of the system's refusal. */
async function whyNot(port: number): Promise<string | undefined> {
  for (const host of ['127.0.0.1', undefined]) {
    const problem = await new Promise<string | undefined>((resolve) => {
      const probe = createServer();
      probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
    });
    if (problem !== undefined) return problem;
  }
  return undefined;
}
