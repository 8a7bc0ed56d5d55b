/** One event of a stream; a comment is one without data. */
export interface Frame {
  readonly id: string | null;
  readonly event: string;
  /** Empty for a comment. */
  readonly data: string;
  /** How long to wait before coming back, ms, where it was said. */
  readonly retryMs: number | null;
}

const MAX_FRAME_CHARS = 1_000_000;

/** Server-Sent Events (HTML Living Standard, 9.2.6) of the chunks of a stream. */
export async function* framesOf(chunks: AsyncIterable<string>): AsyncGenerator<Frame, void> {
  let pending = '';
  for await (const chunk of chunks) {
    pending += chunk;
    if (pending.length > MAX_FRAME_CHARS) throw new TypeError('an event of the stream is too long');
    const blocks = pending.split(/\r\n\r\n|\n\n|\r\r/);
    pending = blocks.pop() ?? '';
    for (const block of blocks) yield frameOf(block);
  }
}

const frameOf = (block: string): Frame => {
  const fields = block.split(/\r\n|\n|\r/).map((line) => {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    return { name, value };
  });
  const last = (name: string) => fields.findLast((field) => field.name === name)?.value;
  const retry = last('retry');
  return {
    id: last('id') ?? null,
    event: last('event') ?? 'message',
    data: fields.flatMap(({ name, value }) => (name === 'data' ? [value] : [])).join('\n'),
    retryMs: retry !== undefined && /^\d{1,9}$/.test(retry) ? Number(retry) : null,
  };
};
