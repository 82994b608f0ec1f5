import { Failure } from '../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../base/json.ts';
import type { Secrets } from '../../secrets/ledger.ts';

/** Members of a login that say who logs in where. All others are masked. */
const PUBLIC: readonly string[] = ['userName', 'username', 'idp', 'origin', 'audience'];

/** @throws Failure E_INPUT_MISSING */
export function givenLogin(kind: string, login: string | undefined): string {
  if (login !== undefined && login.trim() !== '') return login;
  throw new Failure(
    'E_INPUT_MISSING',
    `There is no login for the authority ${kind}: give the input authority-login.`,
    {
      next: 'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
    },
  );
}

/**
 * A login that is written as one JSON object. What may be secret in it has been masked.
 *
 * @param expected the members that it may have, for the message.
 * @throws Failure E_INPUT_MISSING; E_AUTHORITY_LOGIN, which says nothing of what was given.
 */
export function loginObject(
  kind: string,
  login: string | undefined,
  expected: string,
  secrets: Secrets,
): JsonObject {
  const document = parsedJson(givenLogin(kind, login));
  if (!isJsonObject(document)) throw unusableLogin(kind, expected);
  for (const [name, value] of Object.entries(document)) {
    if (typeof value === 'string' && value !== '' && !PUBLIC.includes(name)) secrets.keep([value]);
  }
  return document;
}

/** Does an object have these members, all as text, and beside them at most the optional ones? */
export function hasTexts(
  object: JsonObject,
  required: readonly string[],
  optional: readonly string[] = [],
): boolean {
  return (
    required.every((name) => Object.hasOwn(object, name)) &&
    Object.entries(object).every(
      ([name, value]) =>
        typeof value === 'string' && (required.includes(name) || optional.includes(name)),
    )
  );
}

/** @param fault what is wrong with it, where that can be said. It tells no value. */
export function unusableLogin(
  kind: string,
  expected: string,
  fault = 'Compare the names and types of its members.',
): Failure {
  return new Failure(
    'E_AUTHORITY_LOGIN',
    `The input authority-login is not a login for the authority ${kind}, which is ${expected}. Nothing was sent.`,
    { next: fault },
  );
}
