import { Failure } from '../../failure.ts';
import { httpDate } from '../../http/http-date.ts';
import { type Destination, LARGEST_VALUE, type StoredSecret } from '../destination.ts';
import { type SecretCalls, secretCalls } from './github-calls.ts';
import type { GitHubAnswer, GitHubClient } from './github-client.ts';
import {
  type Audience,
  audienceMembers,
  audienceOf,
  NOBODY,
  restoreRepositories,
} from './github-organization.ts';
import { type GitHubSecretDescription, gitHubPlace } from './github-place.ts';
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
