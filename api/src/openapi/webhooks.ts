import { exampleId } from './example-ids.ts';

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** What this server sends (OpenAPI 3.1, 4.8.1 `webhooks`): one message an event, as Standard Webhooks has it. */
export const WEBHOOKS = {
  event: {
    post: {
      operationId: 'eventWebhook',
      tags: ['webhooks'],
      summary: 'An event of the site, sent to each of its webhooks that want this kind',
      parameters: [
        header('webhook-id', 'The same for each try and replay of one event: take it once'),
        header('webhook-timestamp', 'When this try left, s since 1970: refuse what is older than five minutes'),
        header(
          'webhook-signature',
          'v1, and HMAC-SHA256 of id.timestamp.body, base64; two of them for a day after a rotation',
        ),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['type', 'timestamp', 'site', 'data'],
              properties: {
                type: {
                  type: 'string',
                  description: 'event. and the kind of the event; or webhook.test, whose data is none',
                },
                timestamp: { type: 'string', format: 'date-time', description: 'When it happened' },
                site: { type: 'string' },
                data: { $ref: '#/components/schemas/Event' },
              },
            },
            example: {
              type: 'event.granted',
              timestamp: '2026-06-01T08:00:01.000Z',
              site: exampleId('site'),
              data: {
                seq: 42,
                kind: 'granted',
                at: '2026-06-01T08:00:01.000Z',
                attempt: exampleId('attempt'),
                device: null,
                body: { latch: exampleId('latch'), user: exampleId('user') },
                bodyHash: 'b3f0...',
                prev: '5d41...',
                hash: '9c1e...',
              },
            },
          },
        },
      },
      responses: {
        '2XX': { description: 'It was taken: it is not sent again' },
        '410': { description: 'Send nothing more: the webhook is turned off' },
        default: { description: 'It was not taken: it is tried again' },
      },
    },
  },
};
