import { describe, expect, it } from 'vitest';
import { checkImports, checkManifest, type Manifest } from './import-rules.ts';

const problems = (findings: { problem: string }[]): string[] => findings.map(({ problem }) => problem);
const workspace = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`@smart-latch/${name}`, 'workspace:*']));

describe('a manifest', () => {
  it('may declare what the table allows', () => {
    expect(checkManifest({ folder: 'api', dependencies: { ...workspace('core', 'store'), fastify: '5' } })).toEqual([]);
    expect(checkManifest({ folder: 'bench', dependencies: workspace('core', 'api', 'worker-face') })).toEqual([]);
  });

  it('may not declare another service, nor the store where it stands outside the trust boundary', () => {
    expect(problems(checkManifest({ folder: 'api', dependencies: workspace('broker') }))).toEqual([
      'api may not depend on @smart-latch/broker',
    ]);
    expect(problems(checkManifest({ folder: 'workers/face', devDependencies: workspace('store') }))).toHaveLength(1);
    expect(problems(checkManifest({ folder: 'device-sim', dependencies: workspace('store') }))).toHaveLength(1);
    expect(problems(checkManifest({ folder: 'packages/core', dependencies: workspace('protocol') }))).toHaveLength(1);
  });

  it('of a pure package may not declare a library outside the table, except for its tests', () => {
    const manifest: Manifest = {
      folder: 'packages/core',
      dependencies: { ioredis: '6' },
      devDependencies: { 'fast-check': '4' },
    };
    expect(problems(checkManifest(manifest))).toEqual(['packages/core may not use ioredis at run time']);
  });

  it('of a new folder needs a row in the table', () => {
    expect(problems(checkManifest({ folder: 'packages/extra' }))[0]).toContain('without a row');
  });
});

describe('an import statement', () => {
  const manifest: Manifest = {
    folder: 'api',
    dependencies: { fastify: '5', ...workspace('core') },
    devDependencies: { mqtt: '5' },
  };
  const of = (text: string, path = 'api/src/routes/sites.ts'): string[] =>
    problems(checkImports({ path, text }, manifest, new Set(['vitest'])));

  it('may name a declared package, a Node module and a file of its own package', () => {
    expect(
      of(`import 'node:fs'; import { a } from '@smart-latch/core'; import b from 'fastify'; import '../app.ts';`),
    ).toEqual([]);
  });

  it('may not leave its package, reach inside another or name an undeclared one', () => {
    expect(of(`import '../../../broker/src/index.ts';`)[0]).toContain('leaves api');
    expect(of(`import '@smart-latch/core/src/ids.ts';`)[0]).toContain('reaches inside');
    expect(of(`const a = await import('@smart-latch/store');`)).toEqual([
      '@smart-latch/store is not a dependency of api',
    ]);
    expect(of(`export { z } from 'zod';`)).toEqual(['zod is not a dependency of api']);
  });

  it('may name a development dependency in tests and in what they share only', () => {
    const text = `import { it } from 'vitest'; import 'mqtt';`;
    for (const path of [
      'api/src/app.test.ts',
      'api/test/redis.ts',
      'api/src/testing/test-api.ts',
      'api/src/test-services.ts',
    ]) {
      expect(of(text, path), path).toEqual([]);
    }
    expect(of(text)).toHaveLength(2);
  });
});
