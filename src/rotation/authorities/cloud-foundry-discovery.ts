import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { hostAllowed, isLoopback, withoutSlashes } from '../../credentials/urls.ts';
import { Failure } from '../../failure.ts';
import { happened, objectOf, place, shown } from './cloud-foundry-answer.ts';
import type { CfContext } from './cloud-foundry-context.ts';
import { sendOnce } from './cloud-foundry-exchange.ts';
import { ATTEMPTS, waitBeforeNext } from './cloud-foundry-waits.ts';
import { pause } from './waits.ts';

/**
 * Asks the API where its UAA server is (`GET /`, which needs no token).
 *
 * @returns the URL without a slash at its end.
 * @throws Failure E_AUTHORITY, or E_HOST_NOT_ALLOWED before anything secret is sent there.
 */
export async function discoverUaa(context: CfContext): Promise<string> {
  const request = { method: 'GET', url: new URL(`${context.api}/`), headers: {} } as const;
  for (let attempt = 1; ; attempt++) {
    const result = await sendOnce(request, 'The Cloud Foundry API', attempt, context);
    const named = uaaLink(objectOf(result, 200));
    if (named !== undefined) {
      return checkedUaa(named, place(result, context.secrets), context);
    }
    const wait = waitBeforeNext(result, ATTEMPTS, context);
    if (wait === undefined) {
      throw new Failure(
        'E_AUTHORITY',
        `The Cloud Foundry API does not tell where its UAA server is. ${happened(result, context.secrets)}. Is api of the authority right, for example https://api.cf.eu10.hana.ondemand.com? Is there a proxy between that answers itself?`,
      );
    }
    await pause('The discovery', result, wait, context.world);
  }
}

function uaaLink(root: JsonObject | undefined): string | undefined {
  const links = root?.['links'];
  if (!isJsonObject(links)) return undefined;
  const hrefs = [links['uaa'], links['login']].map((link) =>
    isJsonObject(link) ? link['href'] : undefined,
  );
  return hrefs.filter((href) => typeof href === 'string').find((href) => href !== '');
}

function checkedUaa(named: string, where: string, context: CfContext): string {
  const url = URL.parse(named);
  const secure =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!secure || url.username !== '' || url.password !== '') {
    throw new Failure(
      'E_AUTHORITY',
      `The Cloud Foundry API names a UAA server that has no plain https URL, so the login was not sent ${where}. Is api of the authority right?`,
    );
  }
  if (!hostAllowed(url, context.allowedHosts)) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The Cloud Foundry API ${context.apiHost} names the UAA server ${shown(url.host, context.secrets, 100)}, which is not among the allowed-hosts, or, where that input is empty, not in the domain of the API. The login was not sent. If the host is right, name both in allowed-hosts.`,
    );
  }
  return withoutSlashes(`${url.origin}${url.pathname}`);
}
