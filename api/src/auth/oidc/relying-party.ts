import { AppError, type Clock, type Logger } from '@smart-latch/runtime';
import * as oidc from 'openid-client';
import { type Issuer, isPlainLoopback } from './issuers.ts';

/** What must come back unchanged, and the proof that it is we who come back. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whom an issuer has proved. */
export interface Proven {
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** When the person was there themselves, if the issuer says so. */
  readonly authenticatedAt: Date | null;
}

/** This server at OpenID Connect issuers: authorization code flow with PKCE (RFC 7636), state and nonce. */
export interface RelyingParty {
  begin(issuer: Issuer, redirectUri: string): Promise<{ url: string; flow: Flow }>;
  /**
   * `answered` is the redirect URI with the issuer's query. Checks state, iss (RFC 9207), signature, iss, aud, exp and
   * nonce of the ID token. Throws `bad_request`, `forbidden` when the person said no, or `service_unavailable`.
   */
  finish(issuer: Issuer, answered: URL, flow: Flow): Promise<Proven>;
}

const TIMEOUT_S = 5;
/** Issuers change endpoints rarely, and keys more often: those the library fetches anew by itself. */
const DISCOVERED_FOR_MS = 24 * 3_600_000;
const SCOPE = 'openid email';

export const openRelyingParty = (clock: Clock, log: Logger): RelyingParty => {
  const known = new Map<string, { config: oidc.Configuration; untilMs: number }>();
  const configurationOf = async (issuer: Issuer): Promise<oidc.Configuration> => {
    const had = known.get(issuer.id);
    if (had && had.untilMs > clock.now()) return had.config;
    const config = await discover(issuer).catch((error: unknown) => {
      log.warn({ issuer: issuer.id, why: describe(error) }, 'the issuer was not discovered');
      throw new AppError('service_unavailable', `${issuer.label} does not answer; try again, or sign in otherwise`);
    });
    known.set(issuer.id, { config, untilMs: clock.now() + DISCOVERED_FOR_MS });
    return config;
  };
  return {
    begin: async (issuer, redirectUri) => {
      const config = await configurationOf(issuer);
      const flow = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, flow };
    },
    finish: async (issuer, answered, { state, nonce, verifier }) => {
      const config = await configurationOf(issuer);
      try {
        const tokens = await oidc.authorizationCodeGrant(config, answered, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return await provenBy(config, tokens);
      } catch (error) {
        log.warn({ issuer: issuer.id, why: describe(error) }, 'a sign-in at an issuer was refused');
        throw asRefusal(error, issuer);
      }
    },
  };
};

const discover = ({ url, clientId, clientSecret }: Issuer): Promise<oidc.Configuration> => {
  const secret = clientSecret.reveal();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  const authenticate: oidc.ClientAuth = (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    return (methods === undefined || methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
  return oidc.discovery(new URL(url), clientId, undefined, authenticate, {
    timeout: TIMEOUT_S,
    // Without it the library trusts the TLS of the token endpoint instead of the ID token's signature.
    execute: [oidc.enableNonRepudiationChecks, ...(isPlainLoopback(url) ? [oidc.allowInsecureRequests] : [])],
  });
};

const provenBy = async (
  config: oidc.Configuration,
  tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>,
): Promise<Proven> => {
  const claims = tokens.claims();
  if (!claims) throw new Error('there is no ID token');
  // Some issuers say the e-mail at the userinfo endpoint alone.
  const said =
    claims.email === undefined && config.serverMetadata().userinfo_endpoint
      ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
      : claims;
  return {
    subject: claims.sub,
    email: typeof said.email === 'string' ? said.email.trim().toLowerCase() : null,
    isEmailVerified: said.email_verified === true,
    authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1_000) : null,
  };
};

const asRefusal = (error: unknown, { label }: Issuer): AppError => {
  if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') {
    return new AppError('forbidden', `you did not agree at ${label}; nothing was changed`);
  }
  if (isUnreachable(error)) {
    return new AppError('service_unavailable', `${label} does not answer; try again, or sign in otherwise`);
  }
  return new AppError('bad_request', 'this sign-in does not hold; begin again');
};

/** As opposed to having said no: it timed out, refused the connection, or answered what is no OAuth at all (a 5xx). */
const isUnreachable = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const codes = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];
  return codes.includes(String(code)) || (error instanceof TypeError && message === 'fetch failed');
};

/** What went wrong, without anything that was sent. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code, error: said } = error as { code?: unknown; error?: unknown };
  return [error.name, code, said].filter((part) => typeof part === 'string').join(' ');
};
