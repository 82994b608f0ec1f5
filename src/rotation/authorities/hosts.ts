import { Failure } from '../../base/failure.ts';
import { hostAllowed } from '../../base/url.ts';

/** Where an authority is, as the settings in the inventory say it. */
export interface Place {
  /** At the beginning of a sentence: `The BTP CLI server`. */
  readonly name: string;
  readonly url: URL;
  /** The hosts that the issuer has for it: what an entry may name without a word of the workflow. */
  readonly builtIn: RegExp;
}

/**
 * The workflow decides where logins go, and the inventory only narrows: who edits that file alone
 * must not get any. So a host beyond those that are built in has to be in `allowed-hosts`.
 *
 * @param allowed the input allowed-hosts; undefined: it is left out.
 * @returns E_HOST_NOT_ALLOWED; undefined: it may be spoken to.
 */
export function refusedPlace(
  { name, url, builtIn }: Place,
  allowed: readonly string[] | undefined,
): Failure | undefined {
  const fault = faultOf(url, isOneOf(url, builtIn), allowed);
  if (fault === undefined) return undefined;
  return new Failure(
    'E_HOST_NOT_ALLOWED',
    `${name} ${url.host} is ${fault}. Nothing was sent.`,
    `If that host is right, add ${url.host} to allowed-hosts of the step. If not, find out who has changed the inventory.`,
  );
}

function faultOf(
  url: URL,
  isBuiltIn: boolean,
  allowed: readonly string[] | undefined,
): string | undefined {
  if (allowed === undefined) {
    return isBuiltIn
      ? undefined
      : "none of SAP's own hosts for it, and the step has no allowed-hosts";
  }
  if (!hostAllowed(url, allowed)) return 'not among the allowed-hosts';
  if (isBuiltIn || !APPLICATION.test(url.hostname)) return undefined;
  const narrow = allowed.filter((pattern) => APPLICATION.test(pattern.toLowerCase()));
  return hostAllowed(url, narrow)
    ? undefined
    : "an application, which may be anybody's and which a wildcard above cfapps does not reach";
}

/** Of Cloud Foundry in SAP BTP: whoever has an account there can have one. */
const APPLICATION = /(?:^|\.)cfapps\./;

/** At its usual port: another one may belong to something else. */
export function isOneOf({ hostname, port }: URL, builtIn: RegExp): boolean {
  return port === '' && builtIn.test(hostname);
}
