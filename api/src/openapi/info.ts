/** What stands at the top of the document, and before each group of operations. */
export const INFO = {
  title: 'Smart Latch',
  version: '1.0.0',
  description: `Doors that open for a card and a face.

Sign in (\`POST /v1/auth/sign-in\`) and send the access token as \`Authorization: Bearer\`; a script sends a personal API token instead.

- Every error is \`application/problem+json\` (RFC 9457). Its type, \`urn:sl:problem:{code}\`, never changes; \`detail\` says what to do.
- Lists are read page by page: pass \`next\` as \`cursor\` until it is null.
- A \`POST\` with an \`Idempotency-Key\` may be sent again: it is carried out once.
- A \`GET\` of one resource answers an \`ETag\`: send it as \`If-Match\`, and nobody's change is overwritten.`,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** An operation names one of these; the order is that of the document. */
export const TAGS = [
  {
    name: 'sign-in',
    description: `Sessions, passwords, accounts at other issuers, personal API tokens.

A session gives access tokens of 15 minutes. \`delivery\` says how its refresh token comes: \`body\` for programs, \`cookie\` for browsers.`,
  },
  { name: 'sites', description: 'A site is a home or a company: everything else belongs to one.' },
  {
    name: 'users',
    description: `The people of a site and their role: owner, admin, member or guest.

What a role may do is answered by \`GET /v1/me/permissions\`.`,
  },
  { name: 'recovery', description: 'How a site gets an owner again when no owner can sign in any more.' },
  { name: 'groups', description: "People who are let in together: a grant may be a group's." },
  {
    name: 'guests',
    description: 'People who stay from one moment until another, with a count of entries at each door.',
  },
  {
    name: 'invitations',
    description: 'Ways into a site for people who are not there yet: each good once, within 30 days.',
  },
  {
    name: 'latches',
    description: `The locks of doors. A latch has a device (its hardware) once that was enrolled with a claim.

Opening one from afar is a question to the decision service: follow the attempt to see what came of it.`,
  },
  { name: 'cameras', description: 'The cameras at doors, each with a device once that was enrolled with a claim.' },
  { name: 'pairings', description: 'Which camera sees which latch.' },
  { name: 'devices', description: 'The hardware of latches and cameras: what it says of itself, and its end.' },
  { name: 'credentials', description: 'Cards and card numbers, each of one person.' },
  {
    name: 'grants',
    description: `Who may open which latch, and when: user or group x latch x schedule.

Without a grant nobody opens anything, whatever the role.`,
  },
  { name: 'holidays', description: 'Local dates on which schedules follow their holiday rule.' },
  {
    name: 'access',
    description: `Why a door opens for somebody, when, and for whom it opens now: what the decision at the door would be.

Asking writes nothing.`,
  },
  { name: 'schedules', description: 'Weekly windows in local time, date ranges, and what holds on holidays.' },
  {
    name: 'faces',
    description: `Photographs of people, judged and forgotten at once.

What is kept is a sealed template that no answer of this API contains.`,
  },
  {
    name: 'phone taps',
    description: 'A phone at the tag of a door: low assurance, off for a door unless its owner allows it.',
  },
  { name: 'attempts', description: 'What happened at the doors, and why it opened or did not.' },
  {
    name: 'events',
    description: `The audit chain of a site: read by pages, or followed live.

Each event holds the hash of the one before.`,
  },
  {
    name: 'webhooks',
    description: `The events of a site, sent to a URL as they happen: signed as Standard Webhooks says, tried again, in a log, replayable.`,
  },
];
