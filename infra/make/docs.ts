/** What the documentation refers to, so that a test can hold it against the repository. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Page {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A relative link, or a path in backticks, and the line on which it stands (counted from 1). */
export interface Mention {
  readonly target: string;
  readonly line: number;
}

const NOT_OURS: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.tools',
  '.cache',
  '.demo',
  '.git',
]);

/** Every Markdown file of the repository at `root`. */
export const readPages = (root: string): Page[] =>
  globSync('**/*.md', {
    cwd: root,
    exclude: (name) =>
      String(name)
        .split(/[\\/]/)
        .some((part) => NOT_OURS.has(part)),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** The folders at the top of the repository that are written by hand. */
export const topFolders = (root: string): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NOT_OURS.has(entry.name))
    .map((entry) => entry.name);

/** Relative links and pictures, without their anchors. Code blocks and code spans hold none. */
export const linksOf = ({ text }: Page): Mention[] =>
  proseLines(text).flatMap(({ content, line }) =>
    [...content.replace(/`[^`]*`/g, '').matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"/g)]
      .map((match) => (match[1] ?? match[2] ?? '').replace(/[#?].*$/, ''))
      .filter((target) => target !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(target))
      .map((target) => ({ target: decodeURIComponent(target), line })),
  );

/** Paths in backticks that begin with one of `folders`; what has a placeholder (`*`, `{`, `<`, capitals alone) is none. */
export const pathsOf = ({ text }: Page, folders: readonly string[]): Mention[] =>
  proseLines(text).flatMap(({ content, line }) =>
    [...content.matchAll(/`([^`]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((span) => /^[\w@.-]+\/[\w@./-]*$/.test(span) && folders.includes(span.split('/')[0] ?? ''))
      .map((target) => ({ target, line })),
  );

/** Every mention in `pages` that names no file or folder, as `page:line target`. */
export const brokenMentions = (root: string, pages: readonly Page[]): string[] => {
  const folders = topFolders(root);
  return pages.flatMap((page) => {
    const from = (target: string): string =>
      target.startsWith('/') ? target.slice(1) : normalize(join(dirname(page.path), target));
    const wanted = [
      ...linksOf(page).map((mention) => ({ ...mention, path: from(mention.target) })),
      ...pathsOf(page, folders).map((mention) => ({ ...mention, path: mention.target })),
    ];
    return wanted
      .filter(({ path }) => !existsSync(join(root, path)))
      .map(({ target, line }) => `${page.path}:${line} ${target}`);
  });
};

/** The lines outside fenced code blocks. */
const proseLines = (text: string): { content: string; line: number }[] => {
  let isFenced = false;
  return text.split('\n').flatMap((content, index) => {
    const isFence = /^\s*(```|~~~)/.test(content);
    if (isFence) isFenced = !isFenced;
    return isFence || isFenced ? [] : [{ content, line: index + 1 }];
  });
};
