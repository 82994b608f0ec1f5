import { Failure, withParts } from '../../../base/failure.ts';
import { isJsonObject, parsedJson } from '../../../base/json.ts';
import { httpDate } from '../../../base/time.ts';
import type { Runner } from '../../../runner/runner.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type Destination, LARGEST_VALUE } from '../../types.ts';
import { factsOf, type GitHubAnswer, remedyFor } from './answers.ts';
import type { GitHubClient, ParametersOf, Route } from './client.ts';
import { seal } from './sealed-box.ts';
import {
  type GitHubSecretDescription,
  gitHubPlace,
  type OrganizationScope,
  type SecretPlace,
} from './secret-place.ts';

/** GitHub says 48 KB and not of which kind, so what is between both is only warned of. Bytes. */
const LARGEST_FOR_SURE = 48_000;

/**
 * A secret of a repository, an environment or an organization, of GitHub Actions or of Dependabot.
 *
 * @throws Failure E_DESTINATION where the description makes no sense.
 */
export function gitHubSecret(
  description: GitHubSecretDescription,
  client: GitHubClient,
  { annotate, debug }: Pick<Runner, 'annotate' | 'debug'>,
): Destination {
  const place = gitHubPlace(description);
  const { label, scope } = place;
  const calls = callsAbout(place, client);
  let known = false;

  return {
    label,
    async check() {
      // Also shows whether a 404 speaks of the secret or of all that is around it.
      await calls.publicKey();
      let secret = await calls.secret();
      // A secret that is not seen for a moment must not count as one that was never written.
      if (secret.status === 404) secret = await calls.secret();
      const updatedAt = secret.status === 404 ? undefined : calls.updatedAt(secret);
      known ||= updatedAt !== undefined;
      if (scope.kind === 'organization' && updatedAt !== undefined) {
        await audienceOf(calls, scope, secret);
      } else if (scope.kind === 'organization') {
        annotate(
          'warning',
          `There is no ${label} yet. It will be made for no repository: select those that it is for in the settings of the organization.`,
          'W_DESTINATION',
        );
      }
      return { updatedAt };
    },
    async store(value) {
      const size = Buffer.byteLength(value);
      if (size > LARGEST_VALUE) throw tooLarge(label, size);
      if (size > LARGEST_FOR_SURE) {
        annotate(
          'warning',
          `The value of the ${label} has ${size} bytes, and GitHub's limit is 48 KB.`,
          'W_DESTINATION',
        );
      }
      calls.hide(secretsOf(value));
      const put = (sealed: Sealed) =>
        scope.kind === 'organization'
          ? putForReaders(calls, scope, sealed, known)
          : calls.put(`PUT ${scope.path}/{secret_name}`, {
              ...{ ...scope.ids, secret_name: place.name },
              ...sealed,
            });
      const answer = await sealedAnew(calls, value, put);
      known = true;
      debug(`The ${label} was stored; ${await seenAgain(calls, answer)}.`);
    },
  };
}

function tooLarge(label: string, size: number): Failure {
  return new Failure(
    'E_DESTINATION',
    `The value of the ${label} has ${size} bytes, and GitHub takes 48 KB. Nothing was sent.`,
    'Use store-as: client-secret, or a credential without certificates.',
  );
}

/** A whole document would be found in every text that names a member of it. */
function secretsOf(value: string): readonly string[] {
  const document = parsedJson(value);
  return isJsonObject(document) ? secretLeaves(document) : [value];
}

/** How often a public key may be replaced while one value is written. */
const MOST_KEYS = 3;

/**
 * Seals a value and writes it, and once more where GitHub refuses it and has another public key
 * meanwhile.
 *
 * @throws Failure E_DESTINATION
 */
async function sealedAnew(
  calls: SecretCalls,
  value: string,
  put: (sealed: Sealed) => Promise<GitHubAnswer>,
): Promise<GitHubAnswer> {
  let { key, keyId } = await calls.publicKey();
  for (let keys = 1; ; keys++) {
    const sealed = { encrypted_value: seal(key, value), key_id: keyId };
    calls.hide([sealed.encrypted_value]);
    const answer = await put(sealed);
    if (isWritten(answer)) return answer;
    const isAboutTheKey = MAY_BE_THE_KEY.includes(answer.status) && keys < MOST_KEYS;
    const newer = isAboutTheKey ? await calls.publicKey() : undefined;
    const isSame = newer?.keyId === keyId && newer.key === key;
    if (newer === undefined || isSame) throw calls.refused('written', answer);
    ({ key, keyId } = newer);
  }
}

/** How GitHub refuses what was sealed for another key than the present one. */
const MAY_BE_THE_KEY: readonly number[] = [400, 409, 422];

function isWritten({ status }: GitHubAnswer): boolean {
  return status === 201 || status === 204;
}

/** What GitHub shows may be some seconds old, so this says something and decides nothing. */
async function seenAgain(calls: SecretCalls, written: GitHubAnswer): Promise<string> {
  try {
    const updatedAt = calls.updatedAt(await calls.secret({ once: true }));
    const writtenAt = httpDate(written.headers['date']);
    const seen = updatedAt.toISOString();
    const isNew = writtenAt === undefined || updatedAt.getTime() >= writtenAt - 60_000;
    return isNew ? `GitHub shows ${seen} as its time` : `GitHub still shows the time ${seen}`;
  } catch {
    return 'GitHub does not show it yet';
  }
}

/** A value as `seal` leaves it, and the key that it was sealed for. */
interface Sealed {
  readonly encrypted_value: string;
  readonly key_id: string;
}

/** Who may read a secret of an organization. */
interface Audience {
  readonly visibility: 'all' | 'private' | 'selected';
  /** The ids of the repositories, where they are selected. */
  readonly repositories: readonly number[];
}

/** A new secret is for nobody: whom it is for must be decided by a person. */
const NOBODY: Audience = { visibility: 'selected', repositories: [] };

/** GitHub's own default; a hundred repositories are larger than an answer may be. */
const PAGE = 30;

/** How often the list is read again after a write, and the wait before, in milliseconds. */
const LOOKS = 3;

const LOOK_AGAIN = 2000;

/** Writes a secret of an organization for those who may read it already. */
async function putForReaders(
  calls: SecretCalls,
  scope: OrganizationScope,
  sealed: Sealed,
  known: boolean,
): Promise<GitHubAnswer> {
  // Whom it is for is read last: what somebody adds between reading and writing it is lost.
  const secret = await calls.secret();
  // Once seen, a 404 would be no reason to take the secret from everybody.
  const isNew = secret.status === 404 && !known;
  const { visibility, repositories } = isNew ? NOBODY : await audienceOf(calls, scope, secret);
  // GitHub describes strings for Dependabot, and numbers for the secrets of Actions.
  const ids = scope.path.includes('dependabot') ? repositories.map(String) : [...repositories];
  const answer = await calls.put(`PUT ${scope.path}/{secret_name}`, {
    ...{ ...scope.ids, secret_name: calls.name, ...sealed, visibility },
    // Without the list GitHub would empty it.
    ...(visibility === 'selected' && { selected_repository_ids: ids }),
  });
  if (visibility === 'selected' && isWritten(answer)) {
    await restoreRepositories(calls, scope, repositories);
  }
  return answer;
}

/**
 * Reads whom a secret is for.
 *
 * @param secret the answer that describes the secret.
 * @throws Failure E_DESTINATION where the token does not see all repositories: whoever writes the
 * secret replaces the list.
 */
async function audienceOf(
  calls: SecretCalls,
  scope: OrganizationScope,
  secret: GitHubAnswer,
): Promise<Audience> {
  const { visibility } = calls.members(secret);
  if (visibility === 'all' || visibility === 'private') return { visibility, repositories: [] };
  if (visibility !== 'selected') throw calls.odd('visibility', secret);
  const { ids, total } = await selectedRepositories(calls, scope);
  if (ids.length !== total) {
    throw new Failure(
      'E_DESTINATION',
      `The ${calls.label} is for ${total} selected repositories, and the input github-token sees ${ids.length} of them. To write it would take it from the others, so nothing was written.`,
      'Install the GitHub App on all repositories of the organization, or run the job again if somebody is changing the list just now.',
    );
  }
  return { visibility, repositories: ids };
}

/**
 * Reads the list again after a write, and adds repositories that are not on it any more. The lists
 * of GitHub may be some seconds old, so they are looked at several times before.
 */
async function restoreRepositories(
  calls: SecretCalls,
  scope: OrganizationScope,
  repositories: readonly number[],
): Promise<void> {
  for (let look = 1; ; look++) {
    const { ids } = await selectedRepositories(calls, scope);
    const missing = repositories.filter((id) => !ids.includes(id));
    if (missing.length === 0) return;
    if (look < LOOKS && (await calls.pause(LOOK_AGAIN))) continue;
    for (const id of missing) {
      await calls.write(`PUT ${scope.path}/{secret_name}/repositories/{repository_id}`, {
        ...{ ...scope.ids, secret_name: calls.name, repository_id: id },
      });
    }
    return;
  }
}

/** All pages of the list, and how many repositories GitHub says there are. */
async function selectedRepositories(calls: SecretCalls, { path, ids: { org } }: OrganizationScope) {
  const ids = new Set<number>();
  for (let page = 1; ; page++) {
    const answer = await calls.read(`GET ${path}/{secret_name}/repositories`, {
      ...{ org, secret_name: calls.name, per_page: PAGE, page },
    });
    const { total_count: total, repositories } = calls.members(answer);
    if (typeof total !== 'number' || !Array.isArray(repositories)) {
      throw calls.odd('list of repositories', answer);
    }
    const before = ids.size;
    for (const repository of repositories as ({ readonly id?: unknown } | null)[]) {
      const id = repository?.id;
      if (typeof id !== 'number') throw calls.odd('repository id', answer);
      ids.add(id);
    }
    if (ids.size === before || ids.size >= total) return { ids: [...ids], total };
  }
}

type SecretCalls = ReturnType<typeof callsAbout>;

/** The calls that concern one secret; whatever they throw names it. */
function callsAbout(place: SecretPlace, { host, send, pause, reason }: GitHubClient) {
  const { label, name, scope } = place;
  const hidden = new Set<string>();

  async function named(doing: Doing, answer: Promise<GitHubAnswer>): Promise<GitHubAnswer> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'E_DESTINATION') throw error;
      throw withParts(error, { happened: `The ${label} could not be ${doing}. ${error.happened}` });
    }
  }
  function read<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    options?: { readonly once: boolean },
  ): Promise<GitHubAnswer> {
    return named('read', send(route, parameters, options));
  }
  /** @returns the answer of whatever status. */
  function put<R extends Route>(route: R, parameters: ParametersOf<R>): Promise<GitHubAnswer> {
    return named('written', send(route, parameters));
  }
  async function write<R extends Route>(route: R, parameters: ParametersOf<R>): Promise<void> {
    const answer = await put(route, parameters);
    if (!isWritten(answer)) throw refused('written', answer);
  }
  function refused(doing: Doing, answer: GitHubAnswer): Failure {
    const { status } = answer;
    const advice = `${reason(answer, [...hidden])} ${adviceFor(answer, place)}`.trim();
    return new Failure(
      'E_DESTINATION',
      `The ${label} could not be ${doing}: GitHub answered ${status}.`,
      advice,
      factsOf(answer, host),
    );
  }
  /** An answer that has what was asked for, but not in the form that GitHub documents. */
  function odd(what: string, answer: GitHubAnswer): Failure {
    return new Failure(
      'E_DESTINATION',
      `The ${label} could not be read: the answer ${answer.status} has no ${what}.`,
      'Is the API URL the one of GitHub, and is a proxy in the way?',
      factsOf(answer, host),
    );
  }
  /** Of an answer 200. */
  function members(answer: GitHubAnswer): Readonly<Record<string, unknown>> {
    const { status, data } = answer;
    if (status !== 200) throw refused('read', answer);
    if (typeof data !== 'object' || data === null) throw odd('JSON object', answer);
    return { ...data };
  }
  return {
    ...{ label, name, pause, read, put, write, refused, members, odd },
    /** What no message about this secret may repeat. */
    hide(values: readonly string[]): void {
      for (const value of values) hidden.add(value);
    },
    secret: (options?: { readonly once: boolean }) =>
      read(`GET ${scope.path}/{secret_name}`, { ...scope.ids, secret_name: name }, options),
    updatedAt(secret: GitHubAnswer): Date {
      const time = Date.parse(String(members(secret)['updated_at']));
      if (Number.isNaN(time)) throw odd('updated_at', secret);
      return new Date(time);
    },
    /** Every scope has a key of its own, and GitHub takes what was sealed for another one. */
    async publicKey(): Promise<{ readonly key: string; readonly keyId: string }> {
      const answer = await read(`GET ${scope.path}/public-key`, scope.ids);
      const { key, key_id: keyId } = members(answer);
      if (typeof key === 'string' && typeof keyId === 'string' && keyId !== '') {
        return { key, keyId };
      }
      throw odd('public key', answer);
    },
  };
}

type Doing = 'read' | 'written';

/** What an answer means and what to do next. */
function adviceFor(answer: GitHubAnswer, { surroundings, permission }: SecretPlace): string {
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
      return `${remedyFor(answer) ?? `The input github-token may not do this. ${needs}`}${accepted(answer)}${singleSignOn(answer)}`;
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
