import { readFileSync } from 'node:fs';
import { DOOR_STATES, LOCK_STATES, OPERATING_MODES } from '@smart-latch/core';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import * as messages from './messages.ts';
import { OPS } from './topics.ts';

const CDDL = readFileSync(new URL('../schema/device.cddl', import.meta.url), 'utf8');

interface Field {
  readonly key: number;
  readonly optional: boolean;
}

/** The maps of the CDDL: rule name -> field name (from the comment) -> key. */
const cddlMaps = (): Map<string, Record<string, Field>> => {
  const maps = new Map<string, Record<string, Field>>();
  for (const [, rule = '', body = ''] of CDDL.matchAll(/^([a-z0-9-]+) = \{\n([\s\S]*?)^\}/gm)) {
    if (rule.endsWith('-protected')) continue;
    const fields = [...body.matchAll(/^ {2}(\? )?(\d+) => .*, *; ([A-Za-z0-9]+)$/gm)];
    expect(fields, `every line of ${rule} ends with "; field"`).toHaveLength(body.trim().split('\n').length);
    maps.set(
      rule,
      Object.fromEntries(fields.map(([, mark, key, name]) => [name, { key: Number(key), optional: !!mark }])),
    );
  }
  return maps;
};

/** The closed list of a rule: `"a" / "b"`. */
const cddlList = (rule: string): string[] => {
  const body = new RegExp(`^${rule} = ([\\s\\S]*?)\\n(?! )`, 'm').exec(CDDL)?.[1] ?? '';
  return [...body.matchAll(/"([^"]+)"/g)].map(([, value = '']) => value);
};

interface Keyed {
  readonly def: { readonly reverseTransform: (value: Record<string, string>) => Map<number, string> };
  readonly out: { readonly shape: Record<string, z.ZodType> };
}

/** The fields of a `keyed` schema as the code writes them: its own encoder is asked for the key of each field. */
const codeMap = (schema: unknown): Record<string, Field> => {
  const { def, out } = schema as Keyed;
  const names = Object.keys(out.shape);
  const keys = def.reverseTransform(Object.fromEntries(names.map((name) => [name, name])));
  return Object.fromEntries(
    [...keys].map(([key, name]) => [name, { key, optional: out.shape[name]?.safeParse(undefined).success ?? false }]),
  );
};

const inner = (schema: { out: { shape: Record<string, unknown> } } | unknown, field: string): unknown =>
  (schema as Keyed).out.shape[field];
const options = (schema: unknown): readonly unknown[] => (schema as { options: readonly unknown[] }).options;
const element = (schema: unknown): unknown => (schema as { element: unknown }).element;

const [ntag424, uid] = options(messages.credentialProof);
const [nonceBinding, bootBinding] = options(inner(messages.command, 'binding'));

const MAPS: Record<string, unknown> = {
  tap: messages.tap,
  'ntag424-proof': ntag424,
  'uid-proof': uid,
  'frame-header': messages.frameHeader,
  state: messages.state,
  info: messages.info,
  reported: messages.reported,
  result: messages.result,
  event: messages.deviceEvent,
  telemetry: messages.telemetry,
  'log-line': messages.logLine,
  'job-update': messages.jobUpdate,
  command: messages.command,
  'nonce-binding': nonceBinding,
  'boot-binding': bootBinding,
  args: inner(messages.command, 'args'),
  desired: messages.desired,
  pairing: element(inner(messages.desired, 'pairings')),
};

const listOf = (schema: unknown, field: string): readonly unknown[] => {
  const found = inner(schema, field) as { unwrap?: () => unknown };
  return options(found.unwrap ? found.unwrap() : found);
};

const LISTS: Record<string, readonly unknown[]> = {
  'device-state': messages.STATES,
  'lock-state': LOCK_STATES,
  'door-state': DOOR_STATES,
  'operating-mode': OPERATING_MODES,
  'event-kind': listOf(messages.deviceEvent, 'kind'),
  'log-level': listOf(messages.logLine, 'level'),
  'job-status': listOf(messages.jobUpdate, 'status'),
  'job-detail': listOf(messages.jobUpdate, 'detail'),
  op: OPS,
  'deny-display': messages.DENY_DISPLAYS,
};

describe('schema/device.cddl', () => {
  test.each(Object.keys(MAPS))('%s has the fields, keys and optional fields of the code', (rule) => {
    expect(cddlMaps().get(rule)).toEqual(codeMap(MAPS[rule]));
  });

  test.each(Object.keys(LISTS))('%s is the list of the code', (rule) => {
    expect(cddlList(rule)).toEqual(LISTS[rule]);
  });

  test('holds no map that the code does not have', () => {
    const envelopes = ['uplink-protected', 'signed-protected'];
    const rules = [...CDDL.matchAll(/^([a-z0-9-]+) = \{/gm)].map(([, rule = '']) => rule);
    expect(rules.filter((rule) => !envelopes.includes(rule)).sort()).toEqual(Object.keys(MAPS).sort());
  });
});
