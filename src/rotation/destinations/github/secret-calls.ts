import { Failure, withParts } from '../../../base/failure.ts';
import { type Audience, NOBODY } from './audience.ts';
import type { GitHubAnswer, GitHubClient } from './client.ts';
import { type Doing, refusal, unexpectedAnswer } from './refusals.ts';
import type { SecretPlace } from './secret-place.ts';

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
