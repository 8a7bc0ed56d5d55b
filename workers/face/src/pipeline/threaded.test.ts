import { afterEach, describe, expect, it } from 'vitest';
import { defaultPack, jpeg, portrait } from '../testing/portraits.ts';
import type { PipelineOptions } from './open-pipeline.ts';
import { openThreadedPipeline, type ThreadedPipeline } from './threaded.ts';

const opened: ThreadedPipeline[] = [];
async function open(options: PipelineOptions): Promise<ThreadedPipeline> {
  const pipeline = await openThreadedPipeline(options, (error) => {
    throw error;
  });
  opened.push(pipeline);
  return pipeline;
}
afterEach(async () => {
  for (const pipeline of opened.splice(0)) await pipeline.close();
});

describe('a pipeline on a thread of its own', () => {
  it('answers each question with its own picture', async () => {
    const pipeline = await open(await defaultPack());
    const alice = await jpeg(await portrait('alice'));
    const answers = await Promise.all([
      pipeline.read(alice, 'door'),
      pipeline.read(Buffer.from('none'), 'door'),
      pipeline.read(alice, 'enrol'),
    ]);
    expect(answers.map(({ verdict, purpose }) => `${purpose} ${verdict}`)).toEqual([
      'door ok',
      'door low_quality',
      'enrol ok',
    ]);
  });

  it('leaves the event loop free while it computes', async () => {
    const pipeline = await open(await defaultPack());
    const alice = await jpeg(await portrait('alice'));
    await pipeline.read(alice, 'door');
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns++;
      if (reading) setImmediate(turn);
    };
    turn();
    await pipeline.read(alice, 'door');
    reading = false;
    // On the calling thread a picture takes a few dozen turns, one between any two stages.
    expect(turns).toBeGreaterThan(500);
  });

  it('does not open without its networks, and says what to run', async () => {
    const { pack } = await defaultPack();
    await expect(open({ pack, modelsDir: 'no-such-folder' })).rejects.toThrow(/make models/);
  });
});
