import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { secretLeaves } from '../../credentials/secrets.ts';
import { Failure } from '../../failure.ts';
import { isNotFound, objectOf, place } from './cloud-foundry-answer.ts';
import type { CfKey } from './cloud-foundry-keys.ts';
import { keyName } from './cloud-foundry-lookup.ts';
import { apiFailure, type CfClient, callApi } from './cloud-foundry-request.ts';

/**
 * The credentials of a key, masked before anything else. Each reading is written to the audit log of
 * the platform, so it is done once and never to wait for something.
 *
 * @returns undefined: there are none, since the key is gone, or was never finished.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function readDetails(
  { guid, name }: CfKey,
  client: CfClient,
): Promise<JsonObject | undefined> {
  const purpose = `read the credentials of the service key ${keyName(name)}`;
  const path = `/v3/service_credential_bindings/${guid}/details`;
  const result = await callApi({ method: 'GET', path, purpose }, client);
  if (isNotFound(result)) return undefined;
  const document = objectOf(result, 200);
  if (document === undefined) throw apiFailure(purpose, result, client.context);
  for (const secret of secretLeaves(document)) client.context.keepSecret(secret);
  const { credentials } = document;
  if (isJsonObject(credentials)) return credentials;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} has no credentials that can be read ${place(result, client.context.secrets)}. Please report this with the version of the action.`,
  );
}
