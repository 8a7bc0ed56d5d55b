/**
 * An OpenID Connect issuer as a process of its own (npm's oidc-provider) that says yes at once: the account is what the
 * browser's cookie `who` names. `node issuer.ts OPTIONS` (IssuerOptions as JSON) prints its URL when it is ready.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody's account at the issuer. */
export interface Who {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  /** They press cancel. */
  readonly refuses?: boolean;
}

export interface IssuerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Where the e-mail is said: as Google does, or at the userinfo endpoint alone. */
  readonly claimsIn: 'id_token' | 'userinfo';
  /** Whether ID tokens hold auth_time. */
  readonly knowsWhen: boolean;
}

const accounts = new Map<string, Who>();

const whoOf = (cookie: string | undefined): Who => {
  const [, text = ''] = /(?:^|; )who=([^;]+)/.exec(cookie ?? '') ?? [];
  const who = JSON.parse(Buffer.from(text, 'base64url').toString()) as Who;
  accounts.set(who.sub, who);
  return who;
};

const openProvider = (url: string, options: IssuerOptions): Provider =>
  new Provider(url, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        require_auth_time: options.knowsWhen,
      },
    ],
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: options.claimsIn === 'userinfo',
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => {
        const { refuses: _, ...claims } = accounts.get(sub) ?? { sub };
        return { ...claims };
      },
    }),
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({
        ...(client ? { clientId: client.clientId } : {}),
        ...(session?.accountId ? { accountId: session.accountId } : {}),
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });

if (import.meta.main) {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = openProvider(url, JSON.parse(process.argv[2] ?? '{}') as IssuerOptions);
    const serve = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) {
        void serve(request, response);
        return;
      }
      const { sub, refuses } = whoOf(request.headers.cookie);
      const result = refuses ? { error: 'access_denied' } : { login: { accountId: sub } };
      provider.interactionFinished(request, response, result).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    console.log(url);
  });
}
