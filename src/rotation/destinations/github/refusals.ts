import { Failure } from '../../../base/failure.ts';
import { counted } from '../../../http/exchange.ts';
import type { GitHubAnswer } from './client.ts';

/** The secret that a refusal is about, in the words of its place. */
interface Refused {
  readonly label: string;
  readonly surroundings: string;
  readonly permission: string;
}

export type Doing = 'read' | 'written';

/**
 * Says what an answer means and what to do next. Of the answer only the status and a few headers
 * are used: GitHub's texts may quote the sealed value.
 */
export function refusal(
  { label, surroundings, permission }: Refused,
  doing: Doing,
  answer: GitHubAnswer,
  host: string,
): Failure {
  return new Failure(
    'E_DESTINATION',
    `The ${label} could not be ${doing}: GitHub answered ${answer.status}.`,
    { facts: factsOf(answer, host), next: adviceFor(answer, surroundings, permission) },
  );
}

/** An answer that has what was asked for, but not in the form that GitHub documents. */
export function unexpectedAnswer(
  { label }: Pick<Refused, 'label'>,
  what: string,
  answer: GitHubAnswer,
  host: string,
): Failure {
  return new Failure(
    'E_DESTINATION',
    `The ${label} could not be read: the answer ${answer.status} has no ${what}.`,
    {
      facts: factsOf(answer, host),
      next: 'Is the API URL the one of GitHub, and is a proxy in the way?',
    },
  );
}

function adviceFor(answer: GitHubAnswer, surroundings: string, permission: string): string {
  const needs = `It needs the permission ${permission} to write; GITHUB_TOKEN of the job can never have it.`;
  switch (answer.status) {
    case 301:
    case 302:
    case 307:
    case 308:
      return `The ${surroundings} was renamed or moved. Put the new name into the destination.`;
    case 401:
      return 'The input github-token is not valid, or not any more: the token of a GitHub App lives for one hour. It must be a token of this GitHub server.';
    case 403:
      return `The input github-token may not do this. ${needs}${accepted(answer)}${singleSignOn(answer)}`;
    case 404:
      return `There is no ${surroundings}, or the input github-token cannot see it. ${needs}`;
    case 409:
      return 'Somebody changed the secret or its visibility at the same time. Run the job again.';
    case 422:
      return 'GitHub does not accept the secret as it was sent. Is there room for another one (100 in a repository or environment, 1,000 in an organization), and do all selected repositories still exist? Run the job again.';
    default:
      return answer.status >= 500
        ? 'GitHub has a fault of its own, see githubstatus.com. Run the job again: to store the same value twice does no harm.'
        : 'This answer was not foreseen. Is the API URL the one of GitHub?';
  }
}

/** GitHub names the permissions that would do: `secrets=write`. */
function accepted({ headers }: GitHubAnswer): string {
  const names = headers['x-accepted-github-permissions'] ?? '';
  return /^[a-z_=;, ]{1,200}$/.test(names) ? ` GitHub accepts ${names}.` : '';
}

/** The URL beside it holds a token. */
function singleSignOn({ headers }: GitHubAnswer): string {
  return headers['x-github-sso']?.startsWith('required') === true
    ? ' Its owner has to authorize the token for single sign-on of the organization.'
    : '';
}

/** Host, GitHub's own name of the request, and the attempts. */
export function factsOf({ headers, attempts }: GitHubAnswer, host: string): string[] {
  const id = headers['x-github-request-id'] ?? '';
  const isPlain = /^\w{1,40}(?::\w{1,40}){0,9}$/.test(id);
  return [host, ...(isPlain ? [`request ${id}`] : []), counted(attempts)];
}
