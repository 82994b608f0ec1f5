import { Failure } from '../../../base/failure.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { GitHubClient } from './client.ts';

/** An account as GitHub names it beside what it has written. */
interface Account {
  readonly login: string;
  readonly id: number | undefined;
}

/** Tells what the token's own account has written from what others have. */
export interface OwnAccount {
  /**
   * @param user the member `user` of an issue.
   * @throws Failure E_DESTINATION where GitHub fails to say whose token it is.
   */
  hasWritten(user: unknown): Promise<boolean>;
  /** What GitHub names as the author of something that this token has just written. */
  learn(user: unknown): void;
}

/** The account of the input github-token, which is asked for once, when it is needed. */
export function ownAccount(client: GitHubClient, token: string): OwnAccount {
  let known: Account | undefined;
  let asked: Promise<Account | undefined> | undefined;
  return {
    learn(user) {
      known ??= accountOf(user);
    },
    async hasWritten(user) {
      const author = accountOf(user);
      if (author === undefined) return false;
      if (known === undefined) asked ??= accountBehind(client, token);
      const own = known ?? (await asked);
      // An App is installed by an owner; a person needs nothing to open an issue.
      if (own === undefined) return isJsonObject(user) && user['type'] === 'Bot';
      return own.id === undefined || author.id === undefined
        ? own.login.toLowerCase() === author.login.toLowerCase()
        : own.id === author.id;
    },
  };
}

/**
 * Asks whose token it is: of GitHub's REST API for a person, of its GraphQL API for an App, whose
 * tokens `GET /user` refuses.
 *
 * @returns undefined where the server knows neither way.
 */
async function accountBehind(client: GitHubClient, token: string): Promise<Account | undefined> {
  const ways = token.startsWith('ghs_') ? [viewer, user] : [user, viewer];
  for (const way of ways) {
    const account = await way(client);
    if (account !== undefined) return account;
  }
  return undefined;
}

async function user(client: GitHubClient): Promise<Account | undefined> {
  return accountOf(await dataOf(client, client.send('GET /user', {})));
}

async function viewer(client: GitHubClient): Promise<Account | undefined> {
  const query = 'query { viewer { login databaseId } }';
  const answer = await dataOf(client, client.send('POST /graphql', { query }));
  const data = isJsonObject(answer) ? answer['data'] : undefined;
  const found = isJsonObject(data) ? data['viewer'] : undefined;
  return isJsonObject(found) ? accountOf({ ...found, id: found['databaseId'] }) : undefined;
}

/** @throws Failure where a fault of GitHub, and no rule of it, keeps the answer back. */
async function dataOf(
  { host }: GitHubClient,
  sent: ReturnType<GitHubClient['send']>,
): Promise<unknown> {
  const { status, data } = await sent;
  if (status < 500) return status === 200 ? data : undefined;
  throw new Failure(
    'E_DESTINATION',
    `GitHub answered ${status} where it was asked whose token the input github-token is.`,
    'Without it nobody knows which issues this rotation has opened. The next run tries it again.',
    [host],
  );
}

function accountOf(user: unknown): Account | undefined {
  const { login, id } = isJsonObject(user) ? user : {};
  if (typeof login !== 'string' || login === '') return undefined;
  return { login, id: typeof id === 'number' ? id : undefined };
}
