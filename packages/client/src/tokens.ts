/** Where requests get their bearer token from. */
export interface TokenSource {
  /** The token to send now; null for none. */
  current(): Promise<string | null>;
  /** Called once when `refused` was answered 401: another token, or null when there is none. */
  renew(refused: string | null): Promise<string | null>;
}

/** A token that stays the same: a personal API token, or none. */
export const fixedToken = (token: string | null): TokenSource => ({
  current: async () => token,
  renew: async () => null,
});

/** What sign-in, setup and refresh answer. */
export interface Session {
  readonly accessToken: string;
  /** Of the access token, from when it was answered. */
  readonly expiresInS: number;
  /** With `delivery: 'body'`. */
  readonly refreshToken?: string | undefined;
}

export interface SessionOptions {
  /** `POST /v1/auth/refresh`: the session that follows the one of this refresh token. Throws ProblemError. */
  readonly refresh: (refreshToken: string) => Promise<Session>;
  /** Told of each new session before it is used, so that its refresh token is kept: the one before is spent. */
  readonly keep?: (session: Session) => Promise<void> | void;
  readonly now?: () => number;
}

/** An access token is renewed so long before its end, so that no request is late with it. */
const MARGIN_MS = 30_000;

/**
 * The tokens of a session, renewed when they end. However many requests ask at once, one refresh is made. `session` may
 * be a refresh token alone.
 */
export const sessionTokens = (
  session: Session | { readonly refreshToken: string },
  { refresh, keep, now = Date.now }: SessionOptions,
): TokenSource => {
  let { refreshToken } = session;
  let accessToken = 'accessToken' in session ? session.accessToken : null;
  let endsAtMs = 'accessToken' in session ? now() + session.expiresInS * 1_000 : 0;
  let renewal: Promise<string | null> | null = null;

  const renewNow = async (): Promise<string | null> => {
    if (refreshToken === undefined) return null;
    const next = await refresh(refreshToken);
    await keep?.(next);
    ({ refreshToken, accessToken } = next);
    endsAtMs = now() + next.expiresInS * 1_000;
    return accessToken;
  };
  const renewOnce = (): Promise<string | null> => {
    renewal ??= renewNow().finally(() => {
      renewal = null;
    });
    return renewal;
  };
  return {
    current: async () => (now() < endsAtMs - MARGIN_MS || refreshToken === undefined ? accessToken : renewOnce()),
    // Another request may have renewed it meanwhile.
    renew: async (refused) => (refused === accessToken ? renewOnce() : accessToken),
  };
};
