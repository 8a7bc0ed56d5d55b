/**
 * What somebody writes who has never seen our client: it stands on what their own generator made of openapi.json, in ./client.
 * Text, because it is compiled and run where that was made. It says the claim of the latch, waits for a line that it is
 * enrolled, opens its door and says what came of it.
 */
export const STORY = `
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { client } from './client/client.gen.ts';
import {
  getSiteAttempt, getSiteUsers, postAuthSignIn, postSiteGrants, postSiteLatchClaims, postSiteLatches, postSiteLatchUnlock, postSites,
  postSiteUsers,
} from './client/sdk.gen.ts';

const [baseUrl = '', email = '', password = ''] = process.argv.slice(2);
const say = (said: object): void => console.log(JSON.stringify(said));
const orThrow = { throwOnError: true } as const;

client.setConfig({ baseUrl });
const { data: session } = await postAuthSignIn({ body: { email, password }, ...orThrow });
client.setConfig({ auth: session.accessToken });

const { data: site } = await postSites({ body: { name: 'Villa', timeZone: 'Europe/Lisbon' }, ...orThrow });
const { data: latch } = await postSiteLatches({
  path: { site: site.id },
  body: { name: 'Gate', credentialRule: 'single', autoRelockMs: 1000 },
  ...orThrow,
});
const { data: claim } = await postSiteLatchClaims({ path: { site: site.id, latch: latch.id }, ...orThrow });
say({ claimUri: claim.claimUri });
await once(createInterface({ input: process.stdin }), 'line');

const wrong = await postSiteUsers({ path: { site: site.id }, body: { name: '' } });
say({ problem: wrong.error?.type, where: wrong.error?.errors?.[0]?.pointer });

const { data: porter } = await postSiteUsers({
  path: { site: site.id },
  body: { name: 'Porter', role: 'admin', email: 'porter@villa.test', password },
  ...orThrow,
});
const { data: people } = await getSiteUsers({ path: { site: site.id }, query: { role: 'admin', limit: 10 }, ...orThrow });
say({ people: people.items.map(({ name }) => name) });
await postSiteGrants({ path: { site: site.id }, body: { user: porter.id, latch: latch.id, remote: true }, ...orThrow });

const { data: porters } = await postAuthSignIn({ body: { email: 'porter@villa.test', password }, ...orThrow });
client.setConfig({ auth: porters.accessToken });
const { data: asked } = await postSiteLatchUnlock({ path: { site: site.id, latch: latch.id }, ...orThrow });
for (let looks = 0; looks < 100; looks += 1) {
  const { data } = await getSiteAttempt({ path: { site: site.id, attempt: asked.attempt }, ...orThrow });
  if (data.state !== 'granted' && data.state !== 'waiting_nonce') {
    say({ state: data.state, reason: data.reason });
    break;
  }
  await delay(100);
}
process.exit(0);
`;
