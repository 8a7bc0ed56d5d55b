import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface OrphanGuard {
  /** Call right after the spawn. The group id of a detached child is its pid. */
  watch(groupId: number): void;
  forget(groupId: number): void;
  close(): void;
}

/** Starts the watcher of orphan-guard.sh. It does not keep this process alive. */
export function startOrphanGuard(): OrphanGuard {
  const script = join(import.meta.dirname, 'orphan-guard.sh');
  const guard = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref(); // a pipe of spawn is a net.Socket
  guard.stdin.on('error', () => {}); // somebody killed the guard: the children still end with a normal stop
  const tell = (line: string): void => {
    guard.stdin.write(`${line}\n`);
  };
  return {
    watch: (groupId) => tell(`+${groupId}`),
    forget: (groupId) => tell(`-${groupId}`),
    close: () => guard.stdin.end(),
  };
}
