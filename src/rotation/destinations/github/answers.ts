import { isJsonObject } from '../../../base/json.ts';
import { counted } from '../../../http/exchange.ts';
import type { Secrets } from '../../../secrets/ledger.ts';

export interface GitHubResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What JSON says; a text where the body is none. */
  readonly data: unknown;
}

export interface GitHubAnswer extends GitHubResponse {
  /** How many requests it took. */
  readonly attempts: number;
}

/** Host, GitHub's own name of the request, and the attempts. */
export function factsOf({ headers, attempts }: GitHubAnswer, host: string): string[] {
  const id = headers['x-github-request-id'] ?? '';
  const isPlain = /^\w{1,40}(?::\w{1,40}){0,9}$/.test(id);
  return [host, ...(isPlain ? [`request ${id}`] : []), counted(attempts)];
}

/** In UTF-16 code units: GitHub's longest sentences, with the address where a token is adjusted. */
const LONGEST_REASON = 500;

/** They repeat the status in words. */
const SAYS_NOTHING =
  /^(?:not found|bad credentials|forbidden|unprocessable entity|validation failed)\.?$/i;

/** What GitHub itself gives as the reason of a refusal; undefined: nothing but the status. */
export function reasonIn({ data }: Pick<GitHubResponse, 'data'>): string | undefined {
  const { message, errors } = isJsonObject(data) ? data : { message: pageless(data) };
  const details = [errors].flat().map((one) => (isJsonObject(one) ? one['message'] : one));
  const sentences = [message, ...details].filter(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  );
  const telling = sentences.filter((text) => !SAYS_NOTHING.test(text.trim()));
  return telling.length === 0 ? undefined : telling.join(' ');
}

/** What stands between the user and GitHub answers with pages. */
function pageless(data: unknown): unknown {
  return typeof data === 'string' && /^\s*</.test(data) ? undefined : data;
}

/** A sentence of a message with GitHub's own reason; empty: it gives none. */
export function quotedReason(answer: Pick<GitHubResponse, 'data'>, secrets: Secrets): string {
  const reason = reasonIn(answer);
  return reason === undefined ? '' : `GitHub's reason: ${secrets.quote(reason, LONGEST_REASON)}.`;
}

/** What to do about reasons that no other token or permission removes. */
const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/archived/i, 'Unarchive the repository, or take the destination out of the inventory.'],
  [
    /IP allow list|IP address/i,
    'Add the address of the runner to that list, or rotate on a runner whose address is on it.',
  ],
  [/lifetime/i, 'Give the input github-token a token that lives no longer than that.'],
  [/suspended/i, 'Let an owner end the suspension of the GitHub App or of the account.'],
];

/** What to do about the reason of a 403; undefined: it is one of permissions, or none is given. */
export function remedyFor(answer: Pick<GitHubResponse, 'data'>): string | undefined {
  const reason = reasonIn(answer) ?? '';
  return REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];
}
