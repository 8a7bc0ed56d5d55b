/** Who may import what: the table of the architecture as data, held against the manifests and the import statements. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import type { Finding, SourceFile } from './tidy.ts';

/** Workspace packages that each folder may depend on; packages not named here may depend on none. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'everything'>> = {
  'packages/core': [],
  'packages/protocol': ['core'],
  'packages/store': ['core'],
  'packages/runtime': [],
  'packages/client': [],
  broker: ['core', 'protocol', 'store', 'runtime'],
  api: ['core', 'protocol', 'store', 'runtime'],
  'workers/access': ['core', 'protocol', 'store', 'runtime'],
  'workers/face': ['core', 'protocol', 'runtime'],
  'workers/hooks': ['protocol', 'store', 'runtime'],
  'device-sim': ['core', 'protocol', 'runtime', 'client'],
  firmware: ['core', 'protocol', 'device-sim', 'infra'],
  cli: ['core', 'client'],
  infra: 'everything',
  bench: 'everything',
};

/** For the pure packages also the libraries that they may use at run time. */
export const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'packages/core': ['@noble/ciphers', 'temporal-polyfill'],
  'packages/protocol': ['zod', 'cborg'],
  'packages/store': ['mongoose'],
  'packages/runtime': ['zod', 'pino', 'prom-client'],
  'packages/client': ['openapi-fetch'],
};

const SCOPE = '@smart-latch/';

export interface Manifest {
  /** Folder relative to the repository. */
  readonly folder: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function readManifests(root: string): Manifest[] {
  const paths = globSync(['package.json', '*/package.json', '{packages,workers}/*/package.json'], { cwd: root });
  return paths
    .filter((path) => path !== 'package.json' && !path.includes('node_modules'))
    .map((path) => ({ ...(JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest), folder: dirname(path) }));
}

/** What one manifest declares beyond the tables. */
export function checkManifest({ folder, dependencies = {}, devDependencies = {} }: Manifest): Finding[] {
  const finding = (problem: string): Finding => ({ path: `${folder}/package.json`, line: 1, problem });
  const allowed = MAY_IMPORT[folder];
  if (allowed === undefined) return [finding('a package without a row in MAY_IMPORT (infra/make/import-rules.ts)')];
  const workspace = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith(SCOPE));
  const foreign = workspace.filter((name) => allowed !== 'everything' && !allowed.includes(name.slice(SCOPE.length)));
  const libraries = MAY_USE[folder];
  const extra = Object.keys(dependencies).filter(
    (name) => libraries !== undefined && !name.startsWith(SCOPE) && !libraries.includes(name),
  );
  return [
    ...foreign.map((name) => finding(`${folder} may not depend on ${name}`)),
    ...extra.map((name) => finding(`${folder} may not use ${name} at run time`)),
  ];
}

/**
 * What one file imports beyond its package: a relative path that leaves the folder, or a package that its manifest does
 * not declare (source: dependencies; tests, what they share in test/, tests/, testing/ or test-*.ts, and this folder's tools also
 * devDependencies and the root's).
 */
export function checkImports(file: SourceFile, manifest: Manifest, shared: ReadonlySet<string>): Finding[] {
  const isTest = /\.test\.ts$|(^|\/)(tests?|testing)\/|(^|\/)test-[\w-]+\.ts$|^infra\/make\//.test(file.path);
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...(isTest ? manifest.devDependencies : {}) }));
  return importsOf(file).flatMap(({ specifier, line }) => {
    const finding = (problem: string): Finding[] => [{ path: file.path, line, problem }];
    if (specifier.startsWith('node:')) return [];
    if (specifier.startsWith('.')) {
      const target = normalize(join(dirname(file.path), specifier));
      return target.startsWith(`${manifest.folder}/`)
        ? []
        : finding(`${specifier} leaves ${manifest.folder}: import the package`);
    }
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    if (name.startsWith(SCOPE) && specifier !== name) return finding(`${specifier} reaches inside ${name}`);
    return declared.has(name) || (isTest && shared.has(name))
      ? []
      : finding(`${name} is not a dependency of ${manifest.folder}`);
  });
}

function importsOf(file: SourceFile): { specifier: string; line: number }[] {
  const { importedFiles } = ts.preProcessFile(file.text, true, true);
  return importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    line: file.text.slice(0, pos).split('\n').length,
  }));
}

/** The rules held against the whole repository. */
export function importRules(root: string, files: readonly SourceFile[]): Finding[] {
  const manifests = readManifests(root);
  const rootManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const shared = new Set(Object.keys(rootManifest.devDependencies ?? {}));
  const ofPackage = (path: string): Manifest | undefined =>
    manifests.find(({ folder }) => path.startsWith(`${folder}/`));
  const imports = files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap((file) => {
      const manifest = ofPackage(file.path);
      return manifest === undefined ? [] : checkImports(file, manifest, shared);
    });
  return [...manifests.flatMap(checkManifest), ...imports];
}
