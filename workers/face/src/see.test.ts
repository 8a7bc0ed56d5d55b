import type { Reading, SeenJob } from '@smart-latch/protocol';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { see } from './see.ts';

const DEADLINE_MS = 1_000;
const job = {
  subject: { kind: 'attempt', attempt: 'a1', camera: 'a'.repeat(26), sequence: 2 },
  purpose: 'door',
  picture: 'frame:f1',
  reading: 'reading:r1',
  deadlineMs: DEADLINE_MS,
};
const nobody = { verdict: 'no_face', purpose: 'door' } as Reading;

/** The handler among its ports, with one picture in Redis. */
function bench({ nowMs = 0, pictures = { 'frame:f1': Buffer.from('jpeg') } as Record<string, Buffer> } = {}) {
  const readings: Record<string, { json: string; ttlS: number }> = {};
  const told: SeenJob[] = [];
  const looked: string[] = [];
  /** Whether the reading was there when access was told: it may read the answer at once. */
  const ready: boolean[] = [];
  return {
    readings,
    told,
    looked,
    ready,
    deps: {
      clock: { now: () => nowMs },
      pictures: {
        get: async (key: string) => pictures[key] ?? null,
        putReading: async (key: string, json: string, ttlS: number) => {
          readings[key] = { json, ttlS };
        },
      },
      read: async (bytes: Uint8Array, purpose: 'door' | 'enrol') => {
        looked.push(`${purpose} ${Buffer.from(bytes)}`);
        return nobody;
      },
      tell: async (seen: SeenJob) => {
        told.push(seen);
        ready.push(seen.reading in readings);
      },
    },
  };
}
const seen = (outcome: string) => ({ subject: job.subject, outcome, reading: 'reading:r1' });

describe('see', () => {
  it('reads the picture, leaves the reading for 30 s and then tells access', async () => {
    const { deps, readings, told, looked, ready } = bench();
    await see(job, deps);
    expect(looked).toEqual(['door jpeg']);
    expect(readings).toEqual({ 'reading:r1': { json: JSON.stringify(nobody), ttlS: 30 } });
    expect(told).toEqual([seen('read')]);
    expect(ready).toEqual([true]);
  });

  it('says that the picture is gone', async () => {
    const { deps, readings, told } = bench({ pictures: {} });
    expect(await see(job, deps)).toMatchObject({ outcome: 'gone', reading: null });
    expect(readings).toEqual({});
    expect(told).toEqual([seen('gone')]);
  });

  it('looks at a picture until its deadline and not after', async () => {
    const inTime = bench({ nowMs: DEADLINE_MS });
    await see(job, inTime.deps);
    expect(inTime.told).toEqual([seen('read')]);
    const late = bench({ nowMs: DEADLINE_MS + 1 });
    await see(job, late.deps);
    expect(late.looked).toEqual([]);
    expect(late.told).toEqual([seen('late')]);
  });

  it('run twice leaves the same reading', async () => {
    const { deps, readings } = bench();
    await see(job, deps);
    const first = structuredClone(readings);
    await see(job, deps);
    expect(readings).toEqual(first);
  });

  it('lets a Redis that does not answer be tried again', async () => {
    const { deps, told } = bench();
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    await expect(see(job, { ...deps, pictures: { ...deps.pictures, get: away } })).rejects.toThrow('away');
    expect(told).toEqual([]);
  });

  it.each([
    ['no job', null],
    ['a key outside the pictures', { ...job, picture: 'reading:r0' }],
    ['an answer outside the readings', { ...job, reading: 'frame:f2' }],
    ['a purpose nobody knows', { ...job, purpose: 'look' }],
  ])('refuses %s for ever', async (_what, payload) => {
    const { deps, told } = bench();
    await expect(see(payload, deps)).rejects.toThrow(ZodError);
    expect(told).toEqual([]);
  });
});
