import { AppError } from '@smart-latch/runtime';
import { type GroupDoc, MAX_GROUPS_OF_USER, newId, ROLES } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSite, inSiteWith, iso, label, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['groups'];

const body = z.strictObject({ name: label(100) }).meta({ examples: [{ name: 'Cleaners' }] });
const nothing = z.strictObject({}).meta({ examples: [{}] });
const group = z.object({ id: z.string(), name: z.string(), createdAt: z.string() }).meta({
  id: 'Group',
  examples: [{ id: exampleId('group'), name: 'Cleaners', createdAt: '2026-06-01T08:00:00.000Z' }],
});
const groupMember = z
  .object({ id: z.string(), name: z.string(), role: z.enum(ROLES) })
  .meta({ id: 'GroupMember', examples: [{ id: exampleId('user'), name: 'Alice', role: 'member' }] });

const show = ({ _id, name, createdAt }: GroupDoc): z.output<typeof group> => ({
  id: _id,
  name,
  createdAt: iso(createdAt),
});

const tag = tagOf(group, show);
const inGroup = inSiteWith({ group: id });
const inMember = inSiteWith({ group: id, user: id });

/** People who are let in together: a grant may be a group's. */
export const groupRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/groups',
    config: { action: 'groups.write' },
    schema: { tags, summary: 'Add a group', params: inSite, body, response: { 201: group } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      await belowLimit(deps.rows, site, 'groups');
      const createdAt = new Date(deps.clock.now());
      const made = await deps.rows.groups.create({ _id: newId(), site, ...request.body, rev: 0, createdAt });
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/groups',
    config: { action: 'groups.read' },
    schema: {
      tags,
      summary: 'The groups of the site',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(group) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      return pageOf(await deps.rows.groups.list(accessOf(request).site, {}, { after: cursor, limit }), limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/groups/:group',
    config: { action: 'groups.read' },
    schema: { tags, summary: 'One group', params: inGroup, response: { 200: group } },
    handler: async (request) => show(found(await deps.rows.groups.get(accessOf(request).site, request.params.group))),
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/groups/:group',
    config: { action: 'groups.write', ifMatch: true },
    schema: { tags, summary: 'Rename a group', params: inGroup, body, response: { 200: group } },
    handler: async (request) => {
      const { params, body } = request;
      const expect = ifMatch(request, tag);
      return show(found(await deps.rows.groups.update(accessOf(request).site, params.group, body, expect)));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/groups/:group',
    config: { action: 'groups.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Delete a group with its grants; it counts at the next decision',
      params: inGroup,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      if (!(await deps.groups.remove(accessOf(request).site, request.params.group, ifMatch(request, tag)))) found(null);
      return reply.code(204).send(null);
    },
  });

  memberRoutes(app, deps);
};

const memberRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/groups/:group/members',
    config: { action: 'groups.read' },
    schema: {
      tags,
      summary: 'Who is in a group',
      params: inGroup,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(groupMember) },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { limit, cursor } = request.query;
      const { _id } = found(await deps.rows.groups.get(site, request.params.group));
      const rows = await deps.groups.members(site, _id, { after: cursor, limit });
      const persons = await deps.people.byIds(rows.map(({ user }) => user));
      const names = new Map(persons.map((person) => [person._id, person.name]));
      return pageOf(rows, limit, ({ user, role }) => ({ id: user, name: names.get(user) ?? '', role }));
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/sites/:site/groups/:group/members/:user',
    config: { action: 'groups.write', problems: ['unprocessable'] },
    schema: {
      tags,
      summary: 'Put a person into a group: its grants are theirs from the next decision on',
      params: inMember,
      body: nothing.nullish(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { group: id, user } = request.params;
      const done = await deps.groups.addMember(accessOf(request).site, id, user);
      if (done === 'no_group') found(null);
      if (done === 'no_user') throw new AppError('not_found', 'nobody at this site has this id');
      if (done === 'full') {
        throw new AppError(
          'unprocessable',
          `a person is in at most ${MAX_GROUPS_OF_USER} groups; take them out of one`,
        );
      }
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/groups/:group/members/:user',
    config: { action: 'groups.write' },
    schema: {
      tags,
      summary: 'Take a person out of a group; it counts at the next decision',
      params: inMember,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { group: id, user } = request.params;
      if (!(await deps.groups.removeMember(accessOf(request).site, id, user))) {
        throw new AppError('not_found', 'this person is not in this group');
      }
      return reply.code(204).send(null);
    },
  });
};

const found = (row: GroupDoc | null): GroupDoc => {
  if (!row) throw new AppError('not_found', 'there is no group with this id here');
  return row;
};
