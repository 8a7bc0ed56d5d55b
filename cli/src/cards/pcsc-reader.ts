import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesOf, CardError, type CardReader, hexOf } from './card-reader.ts';

/** A card answers within a second; a reader that says nothing for so long is gone, ms. */
const ANSWER_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 300;

export interface PcscOptions {
  /** As `pcsc_scan -r` lists it; null takes the first. */
  readonly name: string | null;
  /** How scriptor is started, for tests. */
  readonly command?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What scriptor says when it cannot begin, and what to do. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [
    /Could not create Chipcard::PCSC/,
    'the service pcscd does not run: install pcscd (apt install pcscd), then start it',
  ],
  [/Can't get readers list/, 'there is no reader: plug one in (pcsc_scan -r lists those that are there)'],
  [/Unknown reader|unknown reader/, 'there is no reader of this name (pcsc_scan -r lists those that are there)'],
];

/**
 * A PC/SC reader, driven by Debian's `scriptor` (package pcsc-tools) as a child process: nothing native is built or loaded
 * here. One line in is one command APDU, what comes back begins with `<`.
 */
export class PcscReader implements CardReader {
  readonly #options: PcscOptions;
  #card: ScriptorCard | null = null;

  constructor(options: PcscOptions) {
    this.#options = options;
  }

  async waitForCard(timeoutMs: number): Promise<void> {
    await this.close();
    const giveUpMs = Date.now() + timeoutMs;
    for (;;) {
      const began = await ScriptorCard.open(this.#options);
      if (began instanceof ScriptorCard) {
        this.#card = began;
        return;
      }
      const fault = FAULTS.find(([pattern]) => pattern.test(began));
      if (fault) throw new CardError(fault[1]);
      if (Date.now() >= giveUpMs)
        throw new CardError(`no card came: lay one on the reader (${began.trim().slice(0, 200)})`);
      await delay(LOOK_EVERY_MS);
    }
  }

  transmit(apdu: Uint8Array): Promise<Uint8Array> {
    if (!this.#card) return Promise.reject(new CardError('there is no card on the reader'));
    return this.#card.transmit(apdu);
  }

  async close(): Promise<void> {
    this.#card?.close();
    this.#card = null;
  }
}

/** One connection to one card: it ends when the card is taken away. */
class ScriptorCard {
  readonly #child: ChildProcessWithoutNullStreams;
  #out = '';
  #hear: () => void = () => {};

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      this.#out += text;
      this.#hear();
    });
    child.on('close', () => this.#hear());
    // Writing to a card that was taken away: what is read then says so.
    child.stdin.on('error', () => {});
  }

  /** The card, or what scriptor said instead. */
  static open({ name, command = 'scriptor', env }: PcscOptions): Promise<ScriptorCard | string> {
    const child = spawn(command, ['-u', ...(name === null ? [] : ['-r', name])], env ? { env } : {});
    return new Promise((resolve, reject) => {
      let said = '';
      const timer = setTimeout(() => child.kill(), ANSWER_TIMEOUT_MS);
      child.stderr.setEncoding('latin1').on('data', (text: string) => {
        said += text;
        if (!said.includes('Reading commands from STDIN')) return;
        clearTimeout(timer);
        resolve(new ScriptorCard(child));
      });
      child.on('error', (cause: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        const isMissing = cause.code === 'ENOENT';
        reject(isMissing ? new CardError('scriptor is not installed: apt install pcsc-tools pcscd') : cause);
      });
      child.on('close', () => {
        clearTimeout(timer);
        resolve(said || 'scriptor ended');
      });
    });
  }

  async transmit(apdu: Uint8Array): Promise<Uint8Array> {
    this.#out = '';
    const answered = new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), ANSWER_TIMEOUT_MS);
      this.#hear = () => {
        const answer = ANSWER.exec(this.#out)?.[1];
        if (answer === undefined && this.#child.exitCode === null) return;
        clearTimeout(timer);
        resolve(answer ?? null);
      };
    });
    // Spaces: without them scriptor would take a line such as "...exit..." for a word of its own; hex never is one.
    this.#child.stdin.write(`${(hexOf(apdu).toUpperCase().match(/../g) ?? []).join(' ')}\n`);
    const answer = await answered;
    if (answer === null) throw new CardError('the card was taken away too early: put it back and try again');
    return bytesOf(answer.replaceAll(/\s/g, ''));
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }
}

/** Sixteen bytes a line, then what the status means. */
const ANSWER = /(?:^|\n)< ((?:[0-9A-F]{2}\s+)+): [^\n]*\n/;
