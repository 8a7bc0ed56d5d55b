import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let other: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  [house, other] = [await furnish(api, first, 'cards'), await furnish(api, first, 'others')];
});
afterAll(() => api.close());
beforeEach(() => api.store.models.notices.deleteMany());

const kinds = async () => (await api.store.models.notices.find().sort({ atMs: 1 }).lean()).map(({ kind }) => kind);

describe('the keys of a card', () => {
  it('are all five and the URL, for a card that opens nothing until they are written', async () => {
    const body = { user: house.ids.member, uid: '04bbbbbbbbbbbb', state: 'disabled' };
    const made = await house.admin.post(`${house.at}/cards`, body);
    expect(made.status).toBe(201);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(made.body.credential.state).toBe('disabled');
    expect(made.body.keys).toEqual({
      keyId: 1,
      metaReadKey: '11'.repeat(16),
      fileReadKey: '22'.repeat(16),
      masterKey: '33'.repeat(16),
      spareKeys: ['44'.repeat(16), '55'.repeat(16)],
      url: `https://latch.test/t?k=1&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
    });
  });

  it('are shown again to who issues cards, and that is recorded', async () => {
    const path = `${house.at}/credentials/${house.ids.card}/keys`;
    const { status, body, headers } = await house.admin.post(path);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.masterKey).toBe('33'.repeat(16));
    expect((await house.member.post(path)).status).toBe(403);
    const told = await api.store.models.notices.find().lean();
    expect(told).toMatchObject([
      { kind: 'card_keys_shown', by: house.ids.admin, body: { credential: house.ids.card } },
    ]);
    expect(JSON.stringify(told)).not.toContain('3333');
  });
});

describe('an import of cards', () => {
  const path = () => `${house.at}/cards/import`;
  const outcomes = ({ body }: { body: { lines: { outcome: string }[] } }) => body.lines.map(({ outcome }) => outcome);

  it('takes what is good, by user or e-mail, says what is wrong with the rest, and imports nothing twice', async () => {
    const cards = [
      { uid: '04000000000001', user: house.ids.member, label: 'one' },
      { uid: '04000000000002', email: 'GUEST@cards.test' },
      { uid: '04000000000002', user: house.ids.member },
      { uid: '04000000000003', user: other.ids.member },
      { uid: '04000000000004', email: 'nobody@cards.test' },
      { uid: '04A1A2A3A4A5A6', user: house.ids.guest },
    ];
    const dry = await house.admin.post(path(), { cards, dryRun: true });
    expect(outcomes(dry)).toEqual(['imported', 'imported', 'refused', 'refused', 'refused', 'refused']);
    expect(await kinds()).toEqual([]);
    const done = await house.admin.post(path(), { cards });
    expect(outcomes(done)).toEqual(outcomes(dry));
    for (const { outcome, detail } of done.body.lines) expect(detail !== null).toBe(outcome === 'refused');
    const [first] = done.body.lines;
    const made = await house.admin.get(`${house.at}/credentials/${first.credential}`);
    expect(made.body).toMatchObject({ user: house.ids.member, label: 'one', state: 'active', kind: 'ntag424' });
    const again = await house.admin.post(path(), { cards });
    expect(outcomes(again)).toEqual(['already', 'already', 'refused', 'refused', 'refused', 'refused']);
    expect(await kinds()).toEqual(['card_issued', 'card_issued']);
  });

  it('takes 500 lines and no more, and each line names one person', async () => {
    const line = (n: number) => ({ uid: `04${String(n).padStart(12, '0')}`, user: house.ids.member });
    const many = Array.from({ length: 501 }, (_, n) => line(1_000 + n));
    expect((await house.admin.post(path(), { cards: many })).status).toBe(400);
    expect(new Set(outcomes(await house.admin.post(path(), { cards: many.slice(1) })))).toEqual(new Set(['imported']));
    for (const wrong of [{ uid: '04' }, { email: 'x@y.test' }, { user: undefined }]) {
      expect((await house.admin.post(path(), { cards: [{ ...line(1), ...wrong }] })).status).toBe(400);
    }
  });
});
