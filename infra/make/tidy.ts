/** House style as data: each check looks at one file and returns what is wrong with it. `node infra/make/tidy.ts` runs all. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { importRules } from './import-rules.ts';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

export type Check = (file: SourceFile) => Finding[];

export const MAX_FILE_LINES = 400;
export const MAX_FUNCTION_LINES = 70;

const SOURCES = '**/*.{ts,js,mjs,css,html,sh,md,yml,yaml,cpp,hpp,h,c,cddl}';
const OTHERS = ['Makefile', '.ci/run'];
const NOT_OURS = new Set(['node_modules', 'dist', 'build', 'coverage', 'generated', 'vectors']);

const isTypeScript = (file: SourceFile): boolean => file.path.endsWith('.ts');
const isTest = (file: SourceFile): boolean => file.path.endsWith('.test.ts');

const fileName: Check = ({ path }) => {
  const name = basename(path);
  const fine = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name);
  return fine || !/\.(ts|js|mjs|css|html|sh)$/.test(name)
    ? []
    : [{ path, line: 1, problem: 'file names are kebab-case' }];
};

const fileLength: Check = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  return lines <= MAX_FILE_LINES
    ? []
    : [{ path, line: lines, problem: `${lines} lines; at most ${MAX_FILE_LINES} in a file` }];
};

/** Words and paths that no file may hold. The patterns are split so that this file passes its own check. */
const BANNED_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(TO{1}DO|FIX{1}ME|X{3})\b/, 'finish it, or write an issue'],
  [/(?<![\w.$}~-])\/(home|Users|root|work)\/\w/, 'no path of one machine'],
];
const bannedText: Check = ({ path, text }) =>
  text.split('\n').flatMap((content, index) =>
    BANNED_TEXT.filter(([pattern]) => pattern.test(content)).map(([, problem]) => ({
      path,
      line: index + 1,
      problem,
    })),
  );

/** A check of syntax: `visit` is called for every node and says what is wrong with it, if anything. */
const syntaxCheck =
  (visit: (node: ts.Node, file: SourceFile) => string | undefined): Check =>
  (file) => {
    if (!isTypeScript(file)) return [];
    const tree = parse(file);
    const findings: Finding[] = [];
    const walk = (node: ts.Node): void => {
      const problem = visit(node, file);
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      if (problem !== undefined) findings.push({ path: file.path, line, problem });
      ts.forEachChild(node, walk);
    };
    walk(tree);
    return findings;
  };

const parsed = new WeakMap<SourceFile, ts.SourceFile>();
function parse(file: SourceFile): ts.SourceFile {
  const tree = parsed.get(file) ?? ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  parsed.set(file, tree);
  return tree;
}

/** A function's own lines: those of functions inside it count for them, so that a closure may stand where a class would. */
const functionLength = syntaxCheck((node, file) => {
  if (isTest(file) || !isFunctionWithBody(node)) return undefined;
  const lines = lineCount(node) - nestedFunctions(node).reduce((sum, inner) => sum + lineCount(inner) - 1, 0);
  return lines <= MAX_FUNCTION_LINES
    ? undefined
    : `a function of ${lines} lines of its own; at most ${MAX_FUNCTION_LINES}`;
});

const isFunctionWithBody = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

const lineCount = (node: ts.Node): number => node.getText().split('\n').length;

function nestedFunctions(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...(isFunctionWithBody(child) ? [child] : nestedFunctions(child)));
  });
  return found;
}

const defaultExport = syntaxCheck((node, { path }) => {
  const isDefault = ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword;
  return isDefault && !/(^|\/)vitest\.config\.ts$|\.d\.ts$/.test(path) && !ts.isCaseOrDefaultClause(node.parent)
    ? 'no default exports'
    : undefined;
});

const environment = syntaxCheck((node, { path }) => {
  if (!ts.isPropertyAccessExpression(node) || node.getText() !== 'process.env') return undefined;
  return /(^|\/)(main|vitest\.config)\.ts$/.test(path) || path.startsWith('infra/')
    ? undefined
    : 'only main.ts reads the environment';
});

const skippedTest = syntaxCheck((node, file) => {
  if (!isTest(file) || !ts.isPropertyAccessExpression(node)) return undefined;
  const onTest = /^(it|test|describe|suite)\b/.test(node.expression.getText());
  return onTest && /^(skip|skipIf|only|todo|fails)$/.test(node.name.text) ? 'every test runs' : undefined;
});

const bannedName = syntaxCheck((node) => {
  if (!ts.isIdentifier(node) || !isDeclaredName(node)) return undefined;
  return /(Manager|Helper|Util|Impl)s?$/.test(node.text) ? `${node.text}: say what it does` : undefined;
});

function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isClassDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isVariableDeclaration(parent);
  return declares && parent.name === node;
}

export const CHECKS = {
  fileName,
  fileLength,
  bannedText,
  functionLength,
  defaultExport,
  environment,
  skippedTest,
  bannedName,
} as const satisfies Record<string, Check>;

export function readSources(root: string): SourceFile[] {
  const found = globSync(SOURCES, { cwd: root, exclude: (name) => NOT_OURS.has(basename(String(name))) });
  return [...found.filter((path) => path !== 'pnpm-lock.yaml'), ...OTHERS]
    .toSorted()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }));
}

/** All findings in the repository at `root`, in the order of its files. */
export function tidy(root: string): Finding[] {
  const files = readSources(root);
  const style = files.flatMap((file) => Object.values(CHECKS).flatMap((check) => check(file)));
  return [...style, ...importRules(root, files)];
}

if (import.meta.main) {
  const findings = tidy(join(import.meta.dirname, '../..'));
  for (const { path, line, problem } of findings) console.log(`${path}:${line} ${problem}`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
