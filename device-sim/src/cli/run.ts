import { createInterface } from 'node:readline';
import { startCamera } from '../camera/camera.ts';
import { loadPictures, picturesLens, silentLens } from '../camera/lens.ts';
import { loadCard } from '../card.ts';
import { startLatch } from '../latch/latch.ts';
import { type Home, openNamed } from './home.ts';
import { follow, type Say } from './timeline.ts';

/** `word argument` a line on standard input. */
type Words = Readonly<
  Record<string, { readonly help: string; readonly act: (argument: string) => Promise<unknown> | unknown }>
>;

/** A latch that stays: what happens at it is typed. Resolves when the input ends, at `quit`, or when `stop` fires. */
export const runLatch = async (home: Home, name: string, say: Say, stop: AbortSignal): Promise<void> => {
  const { identity, folder } = await openNamed(home, name, 'latch');
  const latch = await startLatch({ identity, folder });
  follow(name, latch.trace, say);
  await listen(
    {
      tap: {
        help: 'tap CARD    hold this card to the reader',
        act: async (card) => latch.tap(await loadCard(home.cardFile(card))),
      },
      open: { help: 'open        open the door', act: () => latch.doorOpen() },
      close: { help: 'close       close the door', act: () => latch.doorClose() },
      exit: { help: 'exit        press the exit button', act: () => latch.exit() },
      tamper: { help: 'tamper      open the housing', act: () => latch.tamper() },
      stick: { help: 'stick       the bolt sticks from now on', act: () => latch.stick(true) },
      free: { help: 'free        the bolt moves again', act: () => latch.stick(false) },
      reboot: { help: 'reboot      power off and on', act: () => latch.reboot() },
      state: { help: 'state       where it stands', act: () => say(latch.state().phase) },
    },
    say,
    stop,
  );
  await latch.close();
};

/** A camera that stays: what it sees is typed. */
export const runCamera = async (
  home: Home,
  name: string,
  face: string | undefined,
  wakePort: number,
  say: Say,
  stop: AbortSignal,
): Promise<void> => {
  const { identity, folder } = await openNamed(home, name, 'camera');
  const lens = face === undefined ? silentLens : picturesLens(await loadPictures(face));
  const camera = await startCamera({ identity, folder, lens, wakePort });
  follow(name, camera.trace, say);
  say(`a latch can wake it at ${camera.address?.host}:${camera.address?.port}/udp`);
  await listen(
    {
      see: {
        help: 'see PATH    stand in front of it: a JPEG file or a folder',
        act: async (path) => camera.setLens(picturesLens(await loadPictures(path))),
      },
      blind: { help: 'blind       see nothing and send nothing', act: () => camera.setLens(silentLens) },
    },
    say,
    stop,
  );
  await camera.close();
};

const listen = async (words: Words, say: Say, stop: AbortSignal): Promise<void> => {
  const help = [...Object.values(words).map((word) => word.help), 'quit        stop'];
  say(`type one of:\n  ${help.join('\n  ')}`);
  const lines = createInterface({ input: process.stdin, signal: stop });
  for await (const line of lines) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === 'quit') break;
    if (word === '') continue;
    const known = words[word];
    try {
      if (known) await known.act(rest.join(' '));
      else say(`"${word}" is not known here; type one of:\n  ${help.join('\n  ')}`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  lines.close();
};
