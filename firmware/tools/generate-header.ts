/**
 * Writes core/include/sl/generated.hpp, all that the firmware shares with the server by name or number:
 * `node firmware/tools/generate-header.ts`. A test fails while it is stale.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEVICE_REASONS,
  DOOR_STATES,
  LATCH,
  LATCH_EVENTS,
  LATCH_STATES,
  LATCH_TRANSITIONS,
  LOCK_STATES,
  OPERATING_MODES,
  type Reason,
} from '@smart-latch/core';
import {
  DENY_DISPLAYS,
  deviceEvent,
  jobUpdate,
  logLine,
  MAX_TTL_MS,
  OPS,
  rowOf,
  STATES,
  TOPIC_NAMES,
  TOPIC_ROOT,
  type TopicName,
} from '@smart-latch/protocol';

export const HEADER_FILE = join(import.meta.dirname, '../core/include/sl/generated.hpp');

const LINE = 120;
/** The server's own reason, but a camera gives it too: for a picture that is not worth sending. */
const LOW_QUALITY: Reason = 'low_quality';

const snake = (name: string): string => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const identifier = (name: string): string => name.replaceAll(/[/-]/g, '_');
const quoted = (text: string): string => `"${text}"`;
/** Ended by a zero, as text.hpp wants each name. */
const ended = (name: string): string => String.raw`"${name}\0"`;

/** Items, each with `end` behind it, in lines of at most 120 characters. */
const wrapped = (items: readonly string[], indent: string, end = ','): string => {
  const lines = [''];
  for (const item of items) {
    const last = lines.length - 1;
    const longer = `${lines[last]}${lines[last] === '' ? '' : ' '}${item}${end}`;
    if (indent.length + longer.length > LINE) lines.push(`${item}${end}`);
    else lines[last] = longer;
  }
  return lines.map((line) => indent + line).join('\n');
};

const enumeration = (name: string, comment: string, names: readonly string[]): string => `/// ${comment}
enum class ${name} : uint8_t {
${wrapped(names.map(identifier), '  ')}
};
template <>
struct Names<${name}> {
  static constexpr char all[] =
${wrapped(names.map(ended), '      ', '')};
};
`;

const topicRow = (name: TopicName): string => {
  const { from, qos, retain, rate } = rowOf(name);
  return `    {Party::${from}, ${qos}, ${retain}, ${rate.burst}, ${rate.perSecond}},  // ${name}`;
};

const transitions = LATCH_STATES.map((state) => {
  const next = LATCH_EVENTS.map((event) => LATCH_TRANSITIONS[state][event]);
  const cells = next.map((phase) => (phase === undefined ? 'no_phase' : `Phase::${phase}`));
  return `    // ${state}\n    {\n${wrapped(cells, '        ')}\n    },`;
}).join('\n');

/** The whole file. */
export const header =
  (): string => `// Made from packages/core and packages/protocol by: node firmware/tools/generate-header.ts. Do not edit.
#pragma once
#include "sl/text.hpp"

namespace sl {

${[
  enumeration('Reason', 'packages/core/src/access/reasons.ts: those that a device gives', [
    ...DEVICE_REASONS,
    LOW_QUALITY,
  ]),
  enumeration('Topic', 'packages/protocol/src/topics.ts: the rows below sl/1/{device}/', TOPIC_NAMES),
  enumeration('Op', 'cmd/{op}, result/{op}', OPS),
  enumeration('Party', 'Who a row of the topic table speaks of', ['latch', 'camera', 'device', 'server']),
  enumeration('DeviceState', 'packages/protocol/src/messages.ts: state', STATES),
  enumeration('EventKind', 'event-kind of the CDDL', deviceEvent.out.shape.kind.options),
  enumeration('LogLevel', 'log-level of the CDDL', logLine.out.shape.level.options),
  enumeration('JobStatus', 'job-status of the CDDL', jobUpdate.out.shape.status.options),
  enumeration('JobDetail', 'job-detail of the CDDL', jobUpdate.out.shape.detail.unwrap().options),
  enumeration('DenyDisplay', 'deny-display of the CDDL: what a latch shows, never why', DENY_DISPLAYS),
  enumeration('LockState', 'Matter DoorLock', LOCK_STATES),
  enumeration('DoorState', 'Matter DoorLock', DOOR_STATES),
  enumeration('OperatingMode', 'Matter DoorLock', OPERATING_MODES),
  enumeration('Phase', 'packages/core/src/latch/latch.ts: LATCH_STATES', LATCH_STATES),
  enumeration('Transition', 'packages/core/src/latch/latch.ts: LATCH_EVENTS', LATCH_EVENTS),
].join('\n')}
/// What a device needs to know of a row. What it may not say, or gets unsigned, it has no code for.
struct TopicRow {
  Party from;
  uint8_t qos;
  bool retain;
  uint8_t rate_burst;
  uint8_t rate_per_second;
};
/// Indexed by Topic.
inline constexpr TopicRow topic_rows[] = {
${TOPIC_NAMES.map(topicRow).join('\n')}
};
inline constexpr char topic_root[] = ${quoted(TOPIC_ROOT)};

/// The event changes nothing in this phase.
inline constexpr Phase no_phase = static_cast<Phase>(0xff);
/// [phase][transition] -> the next phase.
inline constexpr Phase latch_transitions[${LATCH_STATES.length}][${LATCH_EVENTS.length}] = {
${transitions}
};

namespace limits {
${[...Object.entries(LATCH), ['maxTtlMs', MAX_TTL_MS] as const].map(([name, value]) => `inline constexpr int32_t ${snake(name)} = ${value};`).join('\n')}
}  // namespace limits

}  // namespace sl
`;

if (import.meta.main) writeFileSync(HEADER_FILE, header());
