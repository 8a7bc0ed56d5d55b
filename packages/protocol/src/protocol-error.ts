/** Why bytes from a peer were refused. The code is stable; the detail is for a log and holds no payload. */
export type ProtocolErrorCode = 'malformed' | 'not_deterministic' | 'bad_shape' | 'too_large';

export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, detail: string) {
    super(detail);
    this.name = 'ProtocolError';
    this.code = code;
  }
}
