import { QUALITY_HINTS, VERDICT_HINTS } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import { type FaceDoc, newId } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { eraseFaces } from '../faces/erase.ts';
import { MAX_PHOTOGRAPHS, type Photograph, receiveUpload, UPLOAD_MAX_BYTES, uploadOf } from '../faces/upload.ts';
import { accessOf, callerOf, ownOr404 } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSiteWith, iso, isoOrNull } from './shapes.ts';
import { memberOf } from './users.ts';

const tags = ['faces'];
/** Fewer good photographs than this make no template worth opening a door by. */
const NEEDED = 3;
/** Accepted ones count against MAX_PHOTOGRAPHS; refused ones are only remembered, and not for ever. */
const MAX_REMEMBERED = 50;
const ENROL_DEADLINE_MS = 20_000;
/** A slow phone may take a minute to send five photographs. */
const UPLOAD_DEADLINE_MS = 90_000;

const quality = z.record(z.string(), z.number()).nullable();
const verdict = z.object({
  id: z.string(),
  accepted: z.boolean(),
  reason: z.string().nullable(),
  hint: z.string().nullable().describe('What to tell the person; null when it was accepted'),
  quality,
});
const progress = {
  accepted: z.int(),
  needed: z.int().describe('How many more good photographs are needed before the face opens a door'),
  complete: z.boolean(),
};
const enrolment = z.object({ photographs: z.array(verdict), ...progress }).meta({
  id: 'FaceEnrolment',
  examples: [
    {
      photographs: [
        { id: exampleId('photograph'), accepted: true, reason: null, hint: null, quality: { lumaMean: 120 } },
        { id: exampleId('dark'), accepted: false, reason: 'too_dark', hint: QUALITY_HINTS.too_dark, quality: null },
      ],
      accepted: 1,
      needed: 2,
      complete: false,
    },
  ],
});
const faces = z
  .object({
    photographs: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['pending', 'accepted', 'refused']),
        reason: z.string().nullable(),
        hint: z.string().nullable(),
        quality,
        createdAt: z.string(),
      }),
    ),
    ...progress,
    consentAt: z.string().nullable(),
  })
  .meta({
    id: 'Faces',
    examples: [
      {
        photographs: [
          {
            id: exampleId('photograph'),
            state: 'accepted',
            reason: null,
            hint: null,
            quality: { lumaMean: 120 },
            createdAt: '2026-06-01T08:00:00.000Z',
          },
        ],
        accepted: 1,
        needed: 2,
        complete: false,
        consentAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const HINTS: Readonly<Record<string, string>> = {
  ...QUALITY_HINTS,
  ...VERDICT_HINTS,
  other_person: 'This photograph does not look like the others. Send photographs of the same person.',
  too_many_views: 'Enough photographs are enrolled. Delete them first to begin anew.',
  service_unavailable: 'The photograph could not be judged at the moment. Send it again.',
};
const hintOf = (reason: string | null): string | null =>
  reason === null ? null : (HINTS[reason] ?? 'This photograph is not good enough. Take another in good light.');

const progressOf = (accepted: number) => ({
  accepted,
  needed: Math.max(0, NEEDED - accepted),
  complete: accepted >= NEEDED,
});

const inUser = inSiteWith({ user: id });

/** A person's face: photographs are judged and forgotten, what is kept is sealed and readable by access alone. */
export const faceRoutes = (app: App, deps: Deps): void => {
  app.decorateRequest('upload', null);
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/users/:user/faces',
    config: { action: 'faces.write', problems: ['deadline_exceeded'] },
    bodyLimit: UPLOAD_MAX_BYTES,
    handlerTimeout: UPLOAD_DEADLINE_MS,
    schema: {
      tags,
      summary: 'Enrol 1 to 5 photographs of a person (3 to 5 in all), with their recorded consent',
      consumes: ['multipart/form-data'],
      params: inUser,
      response: { 201: enrolment },
    },
    preHandler: async (request) => {
      // First the person: nobody sends 40 MB to hear that there is nobody.
      await memberOf(deps, accessOf(request).site, request.params.user);
      await receiveUpload(request);
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { person, member } = await memberOf(deps, site, request.params.user);
      const { photographs, consent } = uploadOf(request);
      if (consent === null && member.faceConsent === null) {
        throw new AppError('unprocessable', 'consent: send the words by which the person agreed to face processing');
      }
      const before = await deps.rows.faces.count(site, { user: person._id, state: 'accepted' });
      if (before + photographs.length > MAX_PHOTOGRAPHS) {
        throw new AppError(
          'conflict',
          `${before} photographs are enrolled and ${MAX_PHOTOGRAPHS} is the most; delete them first`,
        );
      }
      if (consent !== null) {
        const faceConsent = { at: new Date(deps.clock.now()), recordedBy: callerOf(request).user, text: consent };
        await deps.rows.memberships.update(site, member._id, { faceConsent });
      }
      const verdicts = await judge(deps, { site, user: person._id, request: request.id }, photographs);
      const accepted = before + verdicts.filter((one) => one.accepted).length;
      return reply.code(201).send({ photographs: verdicts, ...progressOf(accepted) });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/users/:user/faces',
    config: { action: 'faces.read' },
    schema: { tags, summary: 'What became of each photograph', params: inUser, response: { 200: faces } },
    handler: async (request) => {
      const { site } = accessOf(request);
      ownOr404(request, request.params.user);
      return facesOf(deps, site, await memberOf(deps, site, request.params.user));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/users/:user/faces',
    config: { action: 'faces.erase', ifMatch: true, problems: ['deadline_exceeded'] },
    schema: {
      tags,
      summary: 'Forget the face of a person: templates, verdicts and consent',
      params: inUser,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      ownOr404(request, request.params.user);
      const { person, member } = await memberOf(deps, site, request.params.user);
      // Looked at before, not while it is written: what is erased overwrites nobody's work.
      ifMatch(request, tag)?.(await facesOf(deps, site, { person, member }));
      await deps.rows.memberships.update(site, member._id, { faceConsent: null });
      await eraseFaces(deps, { site, user: person._id }, request);
      return reply.code(204).send(null);
    },
  });
};

const tag = tagOf(faces, (shown: z.output<typeof faces>) => shown);

const facesOf = async (
  deps: Deps,
  site: string,
  { person, member }: Awaited<ReturnType<typeof memberOf>>,
): Promise<z.output<typeof faces>> => {
  const rows = await deps.rows.faces.list(site, { user: person._id }, { limit: MAX_REMEMBERED });
  const accepted = rows.filter((row) => row.state === 'accepted').length;
  return { photographs: rows.map(show), ...progressOf(accepted), consentAt: isoOrNull(member.faceConsent?.at) };
};

const show = (row: FaceDoc) => ({
  id: row._id,
  state: row.state,
  reason: row.reason,
  hint: hintOf(row.reason),
  quality: row.quality,
  createdAt: iso(row.createdAt),
});

/** One after the other: five large photographs at once would crowd the doors' frames out of their Redis. */
const judge = async (
  deps: Deps,
  of: { site: string; user: string; request: string },
  photographs: readonly Photograph[],
): Promise<z.output<typeof verdict>[]> => {
  const deadlineMs = deps.clock.now() + ENROL_DEADLINE_MS;
  await forgetRefused(deps, of.site, of.user);
  const verdicts: z.output<typeof verdict>[] = [];
  for (const { bytes } of photographs) verdicts.push(await judgeOne(deps, { ...of, bytes, deadlineMs }));
  return verdicts;
};

const forgetRefused = async (deps: Deps, site: string, user: string): Promise<void> => {
  const remembered = await deps.rows.faces.count(site, { user });
  if (remembered + MAX_PHOTOGRAPHS > MAX_REMEMBERED) {
    await deps.rows.faces.removeAll(site, { user, state: 'refused' });
    await deps.rows.faces.removeAll(site, { user, state: 'pending' });
  }
};

const judgeOne = async (
  deps: Deps,
  of: { site: string; user: string; request: string; bytes: Buffer; deadlineMs: number },
): Promise<z.output<typeof verdict>> => {
  const { site, user, request, bytes, deadlineMs } = of;
  const view = newId();
  const createdAt = new Date(deps.clock.now());
  const nothing = { reason: null, quality: null, pack: null, answer: null };
  await deps.rows.faces.create({ _id: view, site, user, state: 'pending', ...nothing, deadlineMs, createdAt });
  try {
    const picture = await deps.photographs.put(view, bytes);
    const answer = await deps.ask('enrol-view', { site, user, view, picture }, { deadlineMs, request });
    return { id: view, ...answer, hint: hintOf(answer.reason) };
  } catch (error) {
    await deps.rows.faces.remove(site, view);
    throw error;
  } finally {
    await deps.photographs.drop(view);
  }
};
