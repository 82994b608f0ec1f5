import { Failure } from '../../../base/failure.ts';
import { httpDate } from '../../../base/time.ts';
import type { Runner } from '../../../runner/runner.ts';
import { type Destination, LARGEST_VALUE, type StoredSecret } from '../../types.ts';
import { type Audience, audienceOf, NOBODY, restoreRepositories } from './audience.ts';
import type { GitHubAnswer, GitHubClient } from './client.ts';
import { seal } from './sealed-box.ts';
import { type OrganizationCalls, type SecretCalls, secretCalls } from './secret-calls.ts';
import { type GitHubSecretDescription, gitHubPlace } from './secret-place.ts';

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
    { next: 'Use store-as: client-secret, or a credential without certificates.' },
  );
}
