import { Agent, request } from 'undici';
import { pki } from './world.ts';

/** A request for a token, as the action sends it, but without the action. */
export interface BareRequest {
  /** The Host header, where it is not the host of the URL. */
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

export interface BareAnswer {
  readonly status: number;
  /** The header WWW-Authenticate. */
  readonly challenge?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server answers
  readonly body: Readonly<Record<string, any>>;
}

/** @param url of the server, without a path. */
export async function send(
  url: string,
  { host, path = '/oauth/token', headers = {}, form }: BareRequest,
): Promise<BareAnswer> {
  const answer = await request(`${url}${path}`, {
    method: 'POST',
    dispatcher: new Agent({ connect: { ca: pki.ca } }),
    headers: {
      ...(host && { host }),
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: `${new URLSearchParams(form)}`,
  });
  const challenge = answer.headers['www-authenticate'];
  const body = (await answer.body.json()) as BareAnswer['body'];
  const status = answer.statusCode;
  return typeof challenge === 'string' ? { status, challenge, body } : { status, body };
}
