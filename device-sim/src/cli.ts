import { Command, InvalidArgumentError, Option } from 'commander';
import { parseClaim } from './claim.ts';
import { importCard, newBareCard } from './cli/cards.ts';
import { enrolFleet, runFleet } from './cli/fleet.ts';
import { homeAt, mustBeNew } from './cli/home.ts';
import { MISBEHAVIOURS, type Misbehaviour } from './cli/misbehave.ts';
import { type ProvisionOptions, provision } from './cli/provision.ts';
import { runCamera, runLatch } from './cli/run.ts';
import { playScenario, SCENARIO_EXAMPLE } from './cli/scenario.ts';
import { lensOf, tapOnce } from './cli/tap.ts';
import { enrolDevice } from './enrol.ts';
import { DEVICE_KINDS, type DeviceKind, saveIdentity } from './identity.ts';

/** The person at the door was not let in, or an expectation did not hold. 1 is an error of use or of the surroundings. */
const EXIT_DENIED = 2;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const home = () => homeAt(program.opts<{ home: string }>().home);
const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}.`);
  };

const stopOnSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
};

const program = new Command('sim')
  .description('Latches and cameras of Smart Latch in software. They speak the real protocol to a real broker.')
  .option('--home <folder>', 'where devices and cards are kept', '.demo/sim')
  .showHelpAfterError('(add --help for examples)')
  .addHelpText(
    'after',
    `
From nothing to an open door:
  1. Add a latch and its camera to your site, with a personal API token in SMART_LATCH_TOKEN:
     $ pnpm sim provision --api http://localhost:8080 --site Home --kind latch --name front
     $ pnpm sim provision --api http://localhost:8080 --site Home --kind camera --name hall --sees front
     Or with the claims that the app shows:
     $ pnpm sim enrol --claim 'smartlatch://claim?u=...' --name front
  2. Issue a card (POST /v1/sites/SITE/cards, keep the answer in a file) and put it in the wallet:
     $ pnpm sim card import --name alice --from answer.json
  3. Stand at the door:
     $ pnpm sim tap --latch front --card alice --face photo.jpg

Exit codes: 0 opened or done, ${EXIT_DENIED} not let in or an expectation failed, 1 wrong use or no connection.
"pnpm sim COMMAND --help" shows more of each.`,
  );

program
  .command('enrol')
  .description('make a device: its key is made here, its certificate and keys come from the server')
  .requiredOption('--claim <uri>', 'the claim that the app shows (smartlatch://claim?...); it works once, for one hour')
  .requiredOption('--name <name>', 'what to call the device here')
  .addOption(new Option('--kind <kind>', 'latch or camera; a claim says it itself').choices(DEVICE_KINDS))
  .addHelpText(
    'after',
    "\nExample:\n  $ pnpm sim enrol --claim 'smartlatch://claim?u=https...&f=...&c=...&k=latch' --name front",
  )
  .action(async (options: { claim: string; name: string; kind?: DeviceKind }) => {
    const claim = parseClaim(options.claim);
    const kind = options.kind ?? claim.kind;
    if (!kind) throw new Error('this claim does not say what it is for: add --kind latch or --kind camera');
    const folder = home().deviceFolder(options.name);
    await mustBeNew(folder, `device "${options.name}"`);
    const identity = await enrolDevice(claim, kind);
    await saveIdentity(folder, identity);
    say(`${options.name} is ${kind} ${identity.device} (kept in ${folder})`);
  });

program
  .command('provision')
  .description('add a latch or camera to a site through the API, claim it and enrol its device')
  .requiredOption('--api <url>', 'the API, for example http://localhost:8080')
  .addOption(
    new Option('--token <token>', 'a personal API token with the scopes read and write; better not typed here')
      .env('SMART_LATCH_TOKEN')
      .makeOptionMandatory(),
  )
  .requiredOption('--site <site>', 'the name or id of the site')
  .addOption(new Option('--kind <kind>', 'latch or camera').choices(DEVICE_KINDS).makeOptionMandatory())
  .requiredOption('--name <name>', 'what to call the device here')
  .option('--title <title>', 'what to call the latch or camera at the site, if not the same')
  .addOption(new Option('--rule <rule>', 'of a latch: card and face, or the card alone').choices(['dual', 'single']))
  .option('--sees <latch>', 'of a camera: the latch of this home that it sees')
  .addHelpText(
    'after',
    '\nExample:\n  $ pnpm sim provision --api http://localhost:8080 --site Home --kind latch --name front --title "Front door"',
  )
  .action((options: ProvisionOptions) => provision(home(), options, say));

const card = program.command('card').description('the cards in the wallet');
card
  .command('import')
  .description('take a card that the server issued: the answer of POST /v1/sites/SITE/cards, or a card as JSON')
  .requiredOption('--name <name>', 'what to call the card here')
  .requiredOption('--from <file>', 'the file, or - for standard input')
  .addHelpText(
    'after',
    `
A card as JSON:
  {"kind":"ntag424","uid":"04112233445566","keyId":1,"metaReadKey":"32 hex","fileReadKey":"32 hex","counter":0}
Example:
  $ pnpm sim card import --name alice --from answer.json`,
  )
  .action(async (options: { name: string; from: string }) => {
    const made = await importCard(home(), options.name, options.from);
    say(`${options.name} is in the wallet (${made.kind})`);
  });
card
  .command('new')
  .description('a new bare card: only a number. Register it for a user, or use it as a card that nobody knows')
  .requiredOption('--name <name>', 'what to call the card here')
  .option('--uid <hex>', 'its number, 4, 7 or 10 bytes; else a random one')
  .addHelpText('after', '\nExample:\n  $ pnpm sim card new --name stranger')
  .action(async (options: { name: string; uid?: string }) => {
    const made = await newBareCard(home(), options.name, options.uid);
    say(`${options.name} is in the wallet; its number is ${made.uid}`);
  });

program
  .command('tap')
  .description('one person at the door: starts latch and camera, taps, and shows what happens')
  .requiredOption('--latch <name>', 'at which latch')
  .requiredOption('--card <name>', 'with which card')
  .option(
    '--face <path>',
    'who stands there: a JPEG file, a folder of them (one a picture), or "none": a camera that sends nothing',
  )
  .option('--camera <name>', 'which camera looks; not needed when the home has one')
  .option('--no-wake', 'do not wake the camera from the latch: wait until the server asks it')
  .option('--travel <ms>', 'how long the bolt moves', whole(0, 10_000))
  .addOption(new Option('--misbehave <how>', 'do it wrongly (see below)').choices(Object.keys(MISBEHAVIOURS)))
  .addHelpText(
    'after',
    `
Misbehaviour:
${Object.entries(MISBEHAVIOURS)
  .map(([how, what]) => `  ${how.padEnd(9)} ${what}`)
  .join('\n')}
Examples:
  $ pnpm sim tap --latch front --card alice --face alice.jpg
  $ pnpm sim tap --latch front --card alice --face none
  $ pnpm sim tap --latch front --card alice --face alice.jpg --misbehave replay`,
  )
  .action(
    async (options: {
      latch: string;
      card: string;
      face?: string;
      camera?: string;
      wake: boolean;
      travel?: number;
      misbehave?: Misbehaviour;
    }) => {
      const { travel, ...rest } = options;
      const outcome = await tapOnce(home(), { ...rest, travelMs: travel }, say);
      process.exitCode = outcome === 'opened' ? 0 : EXIT_DENIED;
    },
  );

program
  .command('latch')
  .description('a latch that stays on')
  .command('run')
  .description('run it until Ctrl-C; what happens at the door is typed')
  .argument('<name>')
  .addHelpText('after', '\nExample:\n  $ pnpm sim latch run front')
  .action((name: string) => runLatch(home(), name, say, stopOnSignal()));

program
  .command('camera')
  .description('a camera that stays on')
  .command('run')
  .description('run it until Ctrl-C; what it sees is typed')
  .argument('<name>')
  .option('--face <path>', 'what it sees first: a JPEG file or a folder')
  .option(
    '--wake-port <port>',
    'UDP port on loopback at which a latch wakes it; 0 for any free one',
    whole(0, 65_535),
    0,
  )
  .addHelpText('after', '\nExample:\n  $ pnpm sim camera run hall --face alice.jpg')
  .action((name: string, options: { face?: string; wakePort: number }) =>
    runCamera(home(), name, options.face, options.wakePort, say, stopOnSignal()),
  );

const fleet = program.command('fleet').description('many devices at once');
fleet
  .command('enrol')
  .description('enrol a device for each claim of a file')
  .requiredOption('--claims <file>', 'a claim URI a line')
  .addHelpText('after', '\nExample:\n  $ pnpm sim --home .demo/fleet fleet enrol --claims claims.txt')
  .action((options: { claims: string }) => enrolFleet(home(), options.claims, say));
fleet
  .command('run')
  .description('start every device of the home and tap a card at one latch after the other')
  .requiredOption('--card <name>', 'with which card')
  .option('--face <path>', 'what every camera sees: a JPEG file or a folder')
  .option('--taps <number>', 'taps a minute over the whole fleet', whole(1, 6_000), 60)
  .option('--for <seconds>', 'how long', whole(1, 86_400), 60)
  .addHelpText(
    'after',
    '\nExample:\n  $ pnpm sim --home .demo/fleet fleet run --card alice --face alice.jpg --taps 300 --for 30',
  )
  .action(async (options: { card: string; face?: string; taps: number; for: number }) => {
    const lens = await lensOf(options.face);
    await runFleet(
      home(),
      { card: options.card, lens, tapsPerMinute: options.taps, forS: options.for },
      say,
      stopOnSignal(),
    );
  });

program
  .command('scenario')
  .description('play a file of steps at one latch and check what the door shows')
  .argument('<file>')
  .addHelpText(
    'after',
    `\nA scenario (pictures are looked for beside the file):\n${SCENARIO_EXAMPLE}\nExample:\n  $ pnpm sim scenario evening.json`,
  )
  .action(async (file: string) => {
    const failed = await playScenario(home(), file, say);
    say(failed === 0 ? 'every expectation held' : `${failed} expectations did not hold`);
    process.exitCode = failed === 0 ? 0 : EXIT_DENIED;
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
