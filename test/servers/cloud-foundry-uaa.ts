import { randomUUID } from 'node:crypto';
import { requestId } from './cloud-foundry-answers.ts';
import type { Answer, RecordedRequest } from './https-server.ts';

export interface UaaOptions {
  readonly username: string;
  readonly password: string;
  /** The identity provider where the user is known; '' is the default one. */
  readonly origin: string;
  /** Does the identity provider take this JWT? Default: none. */
  readonly takesAssertion?: ((jwt: string) => boolean | Promise<boolean>) | undefined;
  /** Seconds. */
  readonly lifetime: number;
  readonly now: () => number;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A UAA server that gives tokens to the public client `cf`, as the recorded one does. */
export function cloudFoundryUaa(options: UaaOptions) {
  const tokens = new Map<string, number>();
  const secrets: string[] = [];

  async function knows({ headers }: RecordedRequest, form: URLSearchParams): Promise<boolean> {
    if (form.get('grant_type') === JWT_BEARER) {
      if (form.get('client_id') !== 'cf' || headers.authorization !== undefined) return false;
      return (await options.takesAssertion?.(form.get('assertion') ?? '')) === true;
    }
    return (
      headers.authorization === `Basic ${Buffer.from('cf:').toString('base64')}` &&
      form.get('username') === options.username &&
      form.get('password') === options.password
    );
  }

  function issued(grant: string | null): Answer {
    const [access, id, refresh] = ['access', 'id', 'refresh'].map(
      (kind) => `${kind}.${randomUUID()}.${randomUUID()}`,
    ) as [string, string, string];
    tokens.set(access, options.now() + options.lifetime * 1000);
    secrets.push(access, id, refresh);
    const type = grant === JWT_BEARER ? 'application/json' : 'application/json;charset=UTF-8';
    return {
      headers: {
        'content-type': type,
        'cache-control': 'no-store',
        pragma: 'no-cache',
        ...requestId(),
      },
      body: {
        access_token: access,
        token_type: 'bearer',
        id_token: id,
        refresh_token: refresh,
        expires_in: options.lifetime,
        scope: 'openid uaa.user cloud_controller.read password.write cloud_controller.write',
        jti: randomUUID().replaceAll('-', ''),
      },
    };
  }

  return {
    /** Access, refresh and ID tokens that were ever given out. */
    secrets: secrets as readonly string[],
    endTokens: () => tokens.clear(),
    accepts: (authorization: string | undefined) =>
      (tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '') ?? 0) > options.now(),
    async answer(request: RecordedRequest): Promise<Answer> {
      const { pathname, searchParams } = new URL(request.path, 'http://localhost');
      if (request.method !== 'POST' || pathname !== '/oauth/token') return { status: 404 };
      const form = new URLSearchParams(request.body);
      const { origin = '' } = JSON.parse(searchParams.get('login_hint') ?? '{}');
      if (origin === options.origin && (await knows(request, form))) {
        return issued(form.get('grant_type'));
      }
      // Not recorded: RFC 6749 5.2, with the words of UAA.
      return {
        status: 401,
        headers: requestId(),
        body: { error: 'unauthorized', error_description: 'Bad credentials' },
      };
    },
  };
}
