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

/**
 * A UAA server that gives tokens to the public client `cf`. What it takes and refuses is what UAA
 * 4.30.0 and a UAA of 2024 took and refused.
 */
export function cloudFoundryUaa(options: UaaOptions) {
  const tokens = new Map<string, number>();
  const secrets: string[] = [];

  async function knows(form: URLSearchParams, origin: string): Promise<boolean> {
    if (form.get('grant_type') === JWT_BEARER) {
      // The issuer of the assertion decides; an origin beside it is ignored.
      return (await options.takesAssertion?.(form.get('assertion') ?? '')) === true;
    }
    return (
      origin === options.origin &&
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
      if (!provesClient(request, form)) return refused('Bad credentials');
      const grant = form.get('grant_type');
      if (grant !== 'password' && grant !== JWT_BEARER) {
        return refused('Unauthorized grant type', 'invalid_client');
      }
      const { origin = '' } = JSON.parse(searchParams.get('login_hint') ?? '{}');
      if (grant === 'password' && origin !== '' && origin !== options.origin) {
        return refused(UNKNOWN_ORIGIN);
      }
      return (await knows(form, origin)) ? issued(grant) : refused('Bad credentials');
    },
  };
}

const UNKNOWN_ORIGIN =
  'The origin provided in the login_hint does not match an active Identity Provider, that supports password grant.';

/** The client `cf` has an empty secret, and has to show that it knows it. */
function provesClient({ headers }: RecordedRequest, form: URLSearchParams): boolean {
  const { authorization } = headers;
  if (authorization !== undefined) return authorization === 'Basic Y2Y6';
  return form.get('client_id') === 'cf' && form.get('client_secret') === '';
}

function refused(description: string, error: string = 'unauthorized'): Answer {
  return {
    status: 401,
    headers: {
      'www-authenticate': `Basic realm="UAA/client", error="${error}", error_description="${description}"`,
      ...requestId(),
    },
    body: { error, error_description: description },
  };
}
