import { Failure } from '../../../base/failure.ts';
import { hasControls, listOf, oneLine } from '../../../base/text.ts';
import { httpDate } from '../../../base/time.ts';
import { counted } from '../../../http/exchange.ts';
import { type Destination, LARGEST_VALUE, type StoredSecret } from '../../types.ts';
import type { GitHubAnswer, GitHubClient, Parameters, Route } from './client.ts';
import { seal } from './sealed-box.ts';

/** GitHub says 48 KB and not of which kind, so what is between both is only warned of. Bytes. */
const LARGEST_FOR_SURE = 48_000;

const SECRET = '/{secret_name}';

const NONE: StoredSecret = { updatedAt: undefined };

export interface GitHubSecretOptions {
  readonly client: GitHubClient;
  /** Something that its reader should know, although all went well. */
  readonly warn?: (what: string) => void;
  readonly debug?: (what: string) => void;
}

/**
 * A secret of a repository, an environment or an organization, of GitHub Actions or of Dependabot.
 *
 * @throws Failure E_DESTINATION where the description makes no sense.
 */
export function gitHubSecret(
  description: GitHubSecretDescription,
  { client, warn, debug }: GitHubSecretOptions,
): Destination {
  const place = gitHubPlace(description);
  const calls = secretCalls(client, place);
  let known = false;

  async function audience(): Promise<Audience> {
    const secret = await calls.get(SECRET);
    // Once seen, a 404 would be no reason to take the secret from everybody.
    return secret.status === 404 && !known ? NOBODY : audienceOf(calls, secret);
  }
  return {
    label: place.label,
    async check() {
      const secret = await calls.get(SECRET);
      const { updatedAt } = secret.status === 404 ? NONE : stored(calls, secret);
      // Also shows whether a 404 spoke of the secret or of all that is around it.
      await publicKey(calls);
      if (updatedAt === undefined) {
        if (place.organization) {
          warn?.(
            `There is no ${place.label} yet. It will be made for no repository: select those that it is for in the settings of the organization.`,
          );
        }
        return NONE;
      }
      known = true;
      if (place.organization) await audienceOf(calls, secret);
      return { updatedAt };
    },
    async store(value) {
      const size = Buffer.byteLength(value);
      if (size > LARGEST_VALUE) throw tooLarge(place.label, size);
      if (size > LARGEST_FOR_SURE) {
        warn?.(`The value of the ${place.label} has ${size} bytes, and GitHub's limit is 48 KB.`);
      }
      const { key, keyId } = await publicKey(calls);
      // The list is read last: what somebody adds between reading and writing it is lost.
      const readers = place.organization ? await audience() : undefined;
      const answer = await calls.put(SECRET, {
        encrypted_value: seal(key, value),
        key_id: keyId,
        ...(readers && audienceMembers(readers, place.dependabot)),
      });
      if (answer.status !== 201 && answer.status !== 204) throw calls.refused('written', answer);
      if (readers?.visibility === 'selected') await restoreRepositories(calls, readers);
      known = true;
      if (debug !== undefined) {
        debug(`The ${place.label} was stored; ${await seenAgain(calls, answer)}.`);
      }
    },
  };
}

/** Every scope has a key of its own, and GitHub takes what was sealed for another one. */
async function publicKey(calls: SecretCalls): Promise<{ key: string; keyId: string }> {
  const answer = await calls.get('/public-key');
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
    const { updatedAt } = stored(calls, await calls.getOnce(SECRET));
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
    `The value of the ${label} has ${size} bytes, and GitHub takes 48 KB. Nothing was sent. Use store-as: client-secret, or a credential without certificates.`,
  );
}

/** A destination as the inventory describes it. */
export interface GitHubSecretDescription {
  /** `owner/name`; either this or an organization. */
  readonly repository?: string | undefined;
  readonly environment?: string | undefined;
  readonly organization?: string | undefined;
  readonly secret: string;
  /** Left out: a secret of GitHub Actions. */
  readonly kind?: 'dependabot' | undefined;
}

/** Where one secret stands, in the terms of GitHub's REST API. */
export interface SecretPlace {
  /** `secret CALM_KEY of acme/portal, environment prod`. */
  readonly label: string;
  /** What the URL names, for a 404: `repository acme/portal or environment prod`. */
  readonly surroundings: string;
  readonly organization: boolean;
  readonly dependabot: boolean;
  /** The path of the collection, with names that `parameters` fill. */
  readonly path: `/${string}`;
  readonly parameters: Readonly<Record<string, string>>;
  /** The permission that writing takes, as GitHub Apps name it and as its settings show it. */
  readonly permission: string;
}

const MEMBERS = ['repository', 'environment', 'organization', 'secret', 'kind'] as const;

/** How long the names of environments can be. */
const LONGEST_ENVIRONMENT = 255;

/**
 * Reads the description of a GitHub secret.
 *
 * @throws Failure E_DESTINATION
 */
export function gitHubPlace(description: GitHubSecretDescription): SecretPlace {
  checkMembers(description);
  const { repository, environment, organization, kind } = description;
  const secret = secretName(description.secret);
  const dependabot = kind === 'dependabot';
  if ((repository === undefined) === (organization === undefined)) {
    throw unfit(`The destination ${secret} needs either a repository or an organization.`);
  }
  if (environment !== undefined && (organization !== undefined || dependabot)) {
    throw unfit(
      `The destination ${secret} names an environment, which only the Actions secrets of a repository have. Remove the environment, or the organization or kind beside it.`,
    );
  }
  const what = `${dependabot ? 'Dependabot secret' : 'secret'} ${secret} of`;
  const type = dependabot ? 'dependabot' : 'actions';
  if (organization !== undefined) {
    return {
      label: `${what} organization ${checked(organization, OWNER, 'organization')}`,
      surroundings: `organization ${organization}`,
      organization: true,
      dependabot,
      path: `/orgs/{org}/${type}/secrets`,
      parameters: { org: organization, secret_name: secret },
      permission: dependabot
        ? 'organization_dependabot_secrets (organization permission Dependabot secrets)'
        : 'organization_secrets (organization permission Secrets)',
    };
  }
  const [owner = '', repo = ''] = checked(repository ?? '', REPOSITORY, 'repository').split('/');
  const ofRepository = { owner, repo, secret_name: secret };
  if (environment === undefined) {
    return {
      label: `${what} ${repository}`,
      surroundings: `repository ${repository}`,
      organization: false,
      dependabot,
      path: `/repos/{owner}/{repo}/${type}/secrets`,
      parameters: ofRepository,
      permission: dependabot
        ? 'dependabot_secrets (repository permission Dependabot secrets)'
        : 'secrets (repository permission Secrets)',
    };
  }
  const name = environmentName(environment);
  return {
    label: `${what} ${repository}, environment ${name}`,
    surroundings: `repository ${repository} or environment ${name}`,
    organization: false,
    dependabot,
    path: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
    parameters: { ...ofRepository, environment_name: environment },
    permission: 'environments (repository permission Environments)',
  };
}

function checkMembers(description: GitHubSecretDescription): void {
  const known: readonly string[] = MEMBERS;
  for (const [member, value] of Object.entries(description)) {
    if (!known.includes(member)) {
      throw unfit(
        `A destination has the member ${oneLine(member, 40)}. A GitHub secret is described by ${listOf(MEMBERS)}.`,
      );
    }
    if (value !== undefined && typeof value !== 'string') {
      throw unfit(`The member ${member} of a destination is no text.`);
    }
  }
  const { kind } = description;
  if (kind !== undefined && kind !== 'dependabot') {
    throw unfit(
      `A destination has the kind ${oneLine(kind, 40)}. Expected dependabot, or no kind for a secret of GitHub Actions.`,
    );
  }
}

const OWNER = /^[A-Za-z0-9_-]{1,100}$/;

const REPOSITORY = /^[A-Za-z0-9_-]{1,100}\/(?!\.\.?$)[A-Za-z0-9_.-]{1,100}$/;

function checked(text: string, form: RegExp, what: 'organization' | 'repository'): string {
  if (form.test(text)) return text;
  const expected = what === 'organization' ? 'a name, as acme' : 'owner and name, as acme/portal';
  throw unfit(`The ${what} ${oneLine(text, 80)} of a destination is not ${expected}.`);
}

/** GitHub's rules for the names of secrets. */
function secretName(name: string | undefined): string {
  if (name === undefined || name === '') throw unfit('A destination does not name its secret.');
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name) || /^GITHUB_/i.test(name)) {
    throw unfit(
      `A destination cannot be called ${oneLine(name, 80)}: the name of a secret has letters, digits and underscores, begins with no digit and not with GITHUB_.`,
    );
  }
  return name;
}

/** Nearly any text. As `.` and `..`, however written, it would be another URL. */
function environmentName(name: string): string {
  if (name.trim() === '' || name.length > LONGEST_ENVIRONMENT || hasControls(name)) {
    throw unfit('The environment of a destination is empty, too long or has control characters.');
  }
  if (/^\.\.?$/.test(name)) {
    throw unfit('The environment of a destination is a dot or two, which no URL can name.');
  }
  return oneLine(name, 100);
}

function unfit(message: string): Failure {
  return new Failure('E_DESTINATION', message);
}

type Json = Readonly<Record<string, unknown>>;

/** The calls that concern one secret, each with a message that names it. */
export interface SecretCalls {
  readonly place: SecretPlace;
  /** @param below what stands behind the collection's path: `/public-key`. */
  get(below: string, query?: Parameters): Promise<GitHubAnswer>;
  /** The same, but never again: for what is only nice to have. */
  getOnce(below: string): Promise<GitHubAnswer>;
  put(below: string, body: Parameters): Promise<GitHubAnswer>;
  /** The members of an answer 200. */
  members(answer: GitHubAnswer): Json;
  /** What is thrown where an answer is not what was asked for. */
  refused(doing: Doing, answer: GitHubAnswer): Failure;
  /** What is thrown where it has not the documented form. */
  odd(what: string, answer: GitHubAnswer): Failure;
  pause(milliseconds: number): Promise<boolean>;
}

export function secretCalls(client: GitHubClient, place: SecretPlace): SecretCalls {
  const { label, path, parameters } = place;
  async function send(
    doing: Doing,
    route: Route,
    further: Parameters,
    once: boolean,
  ): Promise<GitHubAnswer> {
    // What the path does not name would become part of the query or the body.
    const named = Object.entries(parameters).filter(([name]) => route.includes(`{${name}}`));
    try {
      return await client.send(route, { ...Object.fromEntries(named), ...further }, { once });
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'E_DESTINATION') throw error;
      throw new Failure(error.code, `The ${label} could not be ${doing}. ${error.message}`);
    }
  }
  const calls: SecretCalls = {
    place,
    get: (below, query = {}) => send('read', `GET ${path}${below}`, query, false),
    getOnce: (below) => send('read', `GET ${path}${below}`, {}, true),
    put: (below, body) => send('written', `PUT ${path}${below}`, body, false),
    members(answer) {
      if (answer.status !== 200) throw calls.refused('read', answer);
      const { data } = answer;
      if (typeof data !== 'object' || data === null) throw calls.odd('JSON object', answer);
      return data as Json;
    },
    refused: (doing, answer) => refusal(place, doing, answer, client.host),
    odd: (what, answer) => unexpectedAnswer(place, what, answer, client.host),
    pause: client.pause,
  };
  return calls;
}

export type Doing = 'read' | 'written';

/**
 * Says what an answer means and what to do next. Of the answer only the status and a few headers
 * are used: GitHub's texts may quote the sealed value.
 */
export function refusal(
  { label, surroundings, permission }: SecretPlace,
  doing: Doing,
  answer: GitHubAnswer,
  host: string,
): Failure {
  const advice = adviceFor(answer, surroundings, permission);
  return new Failure(
    'E_DESTINATION',
    `The ${label} could not be ${doing}: GitHub answered ${answer.status}. ${advice} ${facts(answer, host)}`,
  );
}

/** An answer that has what was asked for, but not in the form that GitHub documents. */
export function unexpectedAnswer(
  { label }: SecretPlace,
  what: string,
  answer: GitHubAnswer,
  host: string,
): Failure {
  return new Failure(
    'E_DESTINATION',
    `The ${label} could not be read: the answer ${answer.status} has no ${what}. Is the API URL the one of GitHub, and is a proxy in the way? ${facts(answer, host)}`,
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
export function facts({ headers, attempts }: GitHubAnswer, host: string): string {
  const id = headers['x-github-request-id'] ?? '';
  const request = /^\w{1,40}(?::\w{1,40}){0,9}$/.test(id) ? `request ${id}, ` : '';
  return `(${host}, ${request}${counted(attempts)})`;
}

/** Who may read a secret of an organization. */
export interface Audience {
  readonly visibility: 'all' | 'private' | 'selected';
  /** The ids of the repositories, where they are selected. */
  readonly repositories: readonly number[];
}

/** A new secret is for nobody: whom it is for must be decided by a person. */
export const NOBODY: Audience = { visibility: 'selected', repositories: [] };

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
export async function audienceOf(calls: SecretCalls, secret: GitHubAnswer): Promise<Audience> {
  const { visibility } = calls.members(secret);
  if (visibility === 'all' || visibility === 'private') return { visibility, repositories: [] };
  if (visibility !== 'selected') throw calls.odd('visibility', secret);
  const { ids, total } = await selectedRepositories(calls);
  if (ids.length !== total) {
    throw new Failure(
      'E_DESTINATION',
      `The ${calls.place.label} is for ${total} selected repositories, and the input github-token sees ${ids.length} of them. To write it would take it from the others, so nothing was written. Install the GitHub App on all repositories of the organization, or run the job again if somebody is changing the list just now.`,
    );
  }
  return { visibility, repositories: ids };
}

/** What the body of PUT says of the audience; without the list GitHub would empty it. */
export function audienceMembers({ visibility, repositories }: Audience, dependabot: boolean) {
  if (visibility !== 'selected') return { visibility };
  return {
    visibility,
    // GitHub describes numbers for one and strings for the other.
    selected_repository_ids: dependabot ? repositories.map(String) : repositories,
  };
}

/**
 * Reads the list again after a write, and adds repositories that are not on it any more. The lists
 * of GitHub may be some seconds old, so they are looked at several times before.
 */
export async function restoreRepositories(
  calls: SecretCalls,
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

async function addRepository(calls: SecretCalls, id: number): Promise<void> {
  const answer = await calls.put('/{secret_name}/repositories/{repository_id}', {
    repository_id: id,
  });
  if (answer.status !== 204) throw calls.refused('written', answer);
}

/** All pages of the list, and how many repositories GitHub says there are. */
async function selectedRepositories(calls: SecretCalls) {
  const ids = new Set<number>();
  for (let page = 1; ; page++) {
    const answer = await calls.get('/{secret_name}/repositories', { per_page: PAGE, page });
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
