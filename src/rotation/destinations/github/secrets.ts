import { Failure, withParts } from '../../../base/failure.ts';
import { httpDate } from '../../../base/time.ts';
import type { Runner } from '../../../runner/runner.ts';
import { type Destination, LARGEST_VALUE, type StoredSecret } from '../../types.ts';
import { factsOf, type GitHubAnswer, type GitHubClient } from './client.ts';
import { seal } from './sealed-box.ts';
import {
  type Audience,
  type GitHubSecretDescription,
  gitHubPlace,
  NOBODY,
  type SecretPlace,
} from './secret-place.ts';

/** GitHub says 48 KB and not of which kind, so what is between both is only warned of. Bytes. */
const LARGEST_FOR_SURE = 48_000;

const NONE: StoredSecret = { updatedAt: undefined };

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
  const { label, ...place } = gitHubPlace(description);
  const calls = secretCalls(client, { label, ...place });
  const { organization } = calls;
  let known = false;

  async function audience(of: OrganizationCalls): Promise<Audience> {
    const secret = await calls.get();
    // Once seen, a 404 would be no reason to take the secret from everybody.
    return secret.status === 404 && !known ? NOBODY : audienceOf(of, secret);
  }
  return {
    label,
    async check() {
      const secret = await calls.get();
      const { updatedAt } = secret.status === 404 ? NONE : stored(calls, secret);
      // Also shows whether a 404 spoke of the secret or of all that is around it.
      await publicKey(calls);
      if (updatedAt === undefined) {
        if (organization !== undefined) {
          annotate(
            'warning',
            `There is no ${label} yet. It will be made for no repository: select those that it is for in the settings of the organization.`,
          );
        }
        return NONE;
      }
      known = true;
      if (organization !== undefined) await audienceOf(organization, secret);
      return { updatedAt };
    },
    async store(value) {
      const size = Buffer.byteLength(value);
      if (size > LARGEST_VALUE) throw tooLarge(label, size);
      if (size > LARGEST_FOR_SURE) {
        annotate(
          'warning',
          `The value of the ${label} has ${size} bytes, and GitHub's limit is 48 KB.`,
        );
      }
      const { key, keyId } = await publicKey(calls);
      // The list is read last: what somebody adds between reading and writing it is lost.
      const readers = organization && (await audience(organization));
      const sealed = { encrypted_value: seal(key, value), key_id: keyId };
      const answer = await calls.put(sealed, readers);
      if (answer.status !== 201 && answer.status !== 204) throw calls.refused('written', answer);
      if (organization !== undefined && readers?.visibility === 'selected') {
        await restoreRepositories(organization, readers);
      }
      known = true;
      debug(`The ${label} was stored; ${await seenAgain(calls, answer)}.`);
    },
  };
}

/** Every scope has a key of its own, and GitHub takes what was sealed for another one. */
async function publicKey(calls: SecretCalls): Promise<{ key: string; keyId: string }> {
  const answer = await calls.publicKey();
  const { key, key_id: keyId } = calls.members(answer);
  if (typeof key !== 'string' || typeof keyId !== 'string' || keyId === '') {
    throw calls.odd('public key', answer);
  }
  return { key, keyId };
}

function stored(calls: SecretCalls, answer: GitHubAnswer): StoredSecret {
  const time = Date.parse(String(calls.members(answer)['updated_at']));
  if (Number.isNaN(time)) throw calls.odd('updated_at', answer);
  return { updatedAt: new Date(time) };
}

/** What GitHub shows may be some seconds old, so this says something and decides nothing. */
async function seenAgain(calls: SecretCalls, written: GitHubAnswer): Promise<string> {
  try {
    const { updatedAt } = stored(calls, await calls.getOnce());
    const writtenAt = httpDate(written.headers['date']);
    const seen = updatedAt?.toISOString();
    const isNew = writtenAt === undefined || (updatedAt?.getTime() ?? 0) >= writtenAt - 60_000;
    return isNew ? `GitHub shows ${seen} as its time` : `GitHub still shows the time ${seen}`;
  } catch {
    return 'GitHub does not show it yet';
  }
}

function tooLarge(label: string, size: number): Failure {
  return new Failure(
    'E_DESTINATION',
    `The value of the ${label} has ${size} bytes, and GitHub takes 48 KB. Nothing was sent.`,
    'Use store-as: client-secret, or a credential without certificates.',
  );
}

/** GitHub's own default; a hundred repositories are larger than an answer may be. */
const PAGE = 30;

/** How often the list is read again after a write, and the wait before, in milliseconds. */
const LOOKS = 3;

const LOOK_AGAIN = 2000;

/**
 * Reads whom a secret is for.
 *
 * @param secret the answer that describes the secret.
 * @throws Failure E_DESTINATION where the token does not see all repositories: whoever writes the
 * secret replaces the list.
 */
export async function audienceOf(
  calls: OrganizationCalls,
  secret: GitHubAnswer,
): Promise<Audience> {
  const { visibility } = calls.members(secret);
  if (visibility === 'all' || visibility === 'private') return { visibility, repositories: [] };
  if (visibility !== 'selected') throw calls.odd('visibility', secret);
  const { ids, total } = await selectedRepositories(calls);
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
export async function restoreRepositories(
  calls: OrganizationCalls,
  { repositories }: Audience,
): Promise<void> {
  for (let look = 1; ; look++) {
    const { ids } = await selectedRepositories(calls);
    const missing = repositories.filter((id) => !ids.includes(id));
    if (missing.length === 0) return;
    if (look < LOOKS && (await calls.pause(LOOK_AGAIN))) continue;
    for (const id of missing) await addRepository(calls, id);
    return;
  }
}

async function addRepository(calls: OrganizationCalls, id: number): Promise<void> {
  const answer = await calls.addRepository(id);
  if (answer.status !== 204) throw calls.refused('written', answer);
}

/** All pages of the list, and how many repositories GitHub says there are. */
async function selectedRepositories(calls: OrganizationCalls) {
  const ids = new Set<number>();
  for (let page = 1; ; page++) {
    const answer = await calls.repositories({ per_page: PAGE, page });
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

type Json = Readonly<Record<string, unknown>>;

type Answered = Promise<GitHubAnswer>;

/** A value as `seal` leaves it, and the key that it was sealed for. */
interface Sealed {
  readonly encrypted_value: string;
  readonly key_id: string;
}

interface Page {
  readonly per_page: number;
  readonly page: number;
}

/** The calls that concern one secret, each with a message that names it. */
export interface SecretCalls {
  readonly label: string;
  get(): Answered;
  /** The same, but never again: for what is only nice to have. */
  getOnce(): Answered;
  publicKey(): Answered;
  /** @param readers of a secret of an organization. */
  put(sealed: Sealed, readers: Audience | undefined): Answered;
  /** Undefined: the secret is not one of an organization. */
  readonly organization: OrganizationCalls | undefined;
  /** The members of an answer 200. */
  members(answer: GitHubAnswer): Json;
  /** What is thrown where an answer is not what was asked for. */
  refused(doing: Doing, answer: GitHubAnswer): Failure;
  /** What is thrown where it has not the documented form. */
  odd(what: string, answer: GitHubAnswer): Failure;
}

/** What only a secret of an organization has. */
export interface OrganizationCalls
  extends Pick<SecretCalls, 'label' | 'members' | 'refused' | 'odd'> {
  /** One page of the selected repositories. */
  repositories(page: Page): Answered;
  addRepository(id: number): Answered;
  pause(milliseconds: number): Promise<boolean>;
}

export function secretCalls(client: GitHubClient, place: SecretPlace): SecretCalls {
  const { label } = place;
  const routes = routesOf(client, place);
  async function named(doing: Doing, answer: Answered): Answered {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'E_DESTINATION') throw error;
      throw withParts(error, { happened: `The ${label} could not be ${doing}. ${error.happened}` });
    }
  }
  const about: Pick<SecretCalls, 'label' | 'members' | 'refused' | 'odd'> = {
    label,
    members(answer) {
      if (answer.status !== 200) throw about.refused('read', answer);
      const { data } = answer;
      if (typeof data !== 'object' || data === null) throw about.odd('JSON object', answer);
      return data as Json;
    },
    refused: (doing, answer) => refusal(place, doing, answer, client.host),
    odd: (what, answer) => unexpectedAnswer(place, what, answer, client.host),
  };
  const { selected } = routes;
  return {
    ...about,
    get: () => named('read', routes.get()),
    getOnce: () => named('read', routes.get({ once: true })),
    publicKey: () => named('read', routes.publicKey()),
    put: (sealed, readers) => named('written', routes.put(sealed, readers)),
    organization: selected && {
      ...about,
      repositories: (page) => named('read', selected.list(page)),
      addRepository: (id) => named('written', selected.add(id)),
      pause: client.pause,
    },
  };
}

/** The requests of one place, with the names that GitHub's description gives their parameters. */
interface Routes {
  get(options?: { readonly once: boolean }): Answered;
  publicKey(): Answered;
  put(sealed: Sealed, readers: Audience | undefined): Answered;
  /** The repositories that a secret of an organization is for. */
  readonly selected?: { list(page: Page): Answered; add(id: number): Answered };
}

function routesOf(client: GitHubClient, { name, scope, dependabot }: SecretPlace): Routes {
  const { send } = client;
  switch (scope.kind) {
    case 'environment': {
      const { kind: _kind, ...environment } = scope;
      const secret = { ...environment, secret_name: name };
      return {
        get: (options) =>
          send(
            'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
            secret,
            options,
          ),
        publicKey: () =>
          send(
            'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
            environment,
          ),
        put: (sealed) =>
          send('PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}', {
            ...secret,
            ...sealed,
          }),
      };
    }
    case 'repository': {
      const { owner, repo } = scope;
      const secret = { owner, repo, secret_name: name };
      return dependabot
        ? {
            get: (options) =>
              send('GET /repos/{owner}/{repo}/dependabot/secrets/{secret_name}', secret, options),
            publicKey: () =>
              send('GET /repos/{owner}/{repo}/dependabot/secrets/public-key', { owner, repo }),
            put: (sealed) =>
              send('PUT /repos/{owner}/{repo}/dependabot/secrets/{secret_name}', {
                ...secret,
                ...sealed,
              }),
          }
        : {
            get: (options) =>
              send('GET /repos/{owner}/{repo}/actions/secrets/{secret_name}', secret, options),
            publicKey: () =>
              send('GET /repos/{owner}/{repo}/actions/secrets/public-key', { owner, repo }),
            put: (sealed) =>
              send('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}', {
                ...secret,
                ...sealed,
              }),
          };
    }
    case 'organization': {
      const { org } = scope;
      const secret = { org, secret_name: name };
      return dependabot ? dependabotOf(send, secret) : actionsOf(send, secret);
    }
  }
}

interface OrganizationSecret {
  readonly org: string;
  readonly secret_name: string;
}

function actionsOf(send: GitHubClient['send'], secret: OrganizationSecret): Routes {
  const list = 'GET /orgs/{org}/actions/secrets/{secret_name}/repositories';
  const add = 'PUT /orgs/{org}/actions/secrets/{secret_name}/repositories/{repository_id}';
  return {
    get: (options) => send('GET /orgs/{org}/actions/secrets/{secret_name}', secret, options),
    publicKey: () => send('GET /orgs/{org}/actions/secrets/public-key', { org: secret.org }),
    put: (sealed, { visibility, repositories } = NOBODY) =>
      send('PUT /orgs/{org}/actions/secrets/{secret_name}', {
        ...{ ...secret, ...sealed, visibility },
        // Without the list GitHub would empty it.
        ...(visibility === 'selected' && { selected_repository_ids: [...repositories] }),
      }),
    selected: {
      list: (page) => send(list, { ...secret, ...page }),
      add: (id) => send(add, { ...secret, repository_id: id }),
    },
  };
}

function dependabotOf(send: GitHubClient['send'], secret: OrganizationSecret): Routes {
  const list = 'GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories';
  const add = 'PUT /orgs/{org}/dependabot/secrets/{secret_name}/repositories/{repository_id}';
  return {
    get: (options) => send('GET /orgs/{org}/dependabot/secrets/{secret_name}', secret, options),
    publicKey: () => send('GET /orgs/{org}/dependabot/secrets/public-key', { org: secret.org }),
    put: (sealed, { visibility, repositories } = NOBODY) =>
      send('PUT /orgs/{org}/dependabot/secrets/{secret_name}', {
        ...{ ...secret, ...sealed, visibility },
        // GitHub describes strings here, and numbers for the secrets of Actions.
        ...(visibility === 'selected' && { selected_repository_ids: repositories.map(String) }),
      }),
    selected: {
      list: (page) => send(list, { ...secret, ...page }),
      add: (id) => send(add, { ...secret, repository_id: id }),
    },
  };
}

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
    adviceFor(answer, surroundings, permission),
    factsOf(answer, host),
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
    'Is the API URL the one of GitHub, and is a proxy in the way?',
    factsOf(answer, host),
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
