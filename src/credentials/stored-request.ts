import type { Warning } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { hasControls, listOf, plainName } from '../base/text.ts';
import { type Fields, stringMembers } from './fields.ts';

/** What a stored credential wants in its token requests. */
export interface StoredRequest {
  /** Form parameters; the inputs win over them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What is stored for the request and not used. */
  readonly warnings: readonly Warning[];
}

/**
 * The request parameters that a credential names: `scope`, `audience` and `resource` of any, and
 * `tokenService.body.NAME` of a destination of SAP BTP. Nothing of a request is left out unsaid.
 *
 * @param client the object that holds the client.
 */
export function storedRequest(client: JsonObject, fields: Fields): StoredRequest {
  const members = stringMembers(client);
  const own = ofAnyClient(members, fields);
  const ofDestination = Object.entries(client).flatMap(([name, value]) => partOf(name, value));
  const parts = [...ofDestination, ...own, ...ofOtherRequests(members)];
  const used = parts.flatMap(({ parameter, value }) =>
    parameter === undefined || value === undefined ? [] : [[parameter, value] as const],
  );
  const unused = parts.filter(({ value }) => value === undefined).map(({ name }) => name);
  return { parameters: Object.fromEntries(used), warnings: aboutUnused(unused) };
}

/** A stored parameter; without a value it is not used. */
interface Part {
  readonly name: string;
  readonly parameter?: string;
  readonly value?: string | undefined;
}

function ofAnyClient(members: ReadonlyMap<string, string>, fields: Fields): Part[] {
  // A client as UAA lists it: its scopes are those that a person can lend it.
  const isListed = members.has('authorities') || members.has('authorizedgranttypes');
  const isUsable = {
    scope: (text: string) => SCOPE.test(text) && !isListed,
    audience: (text: string) => !hasControls(text),
    resource: (text: string) => !/\s/.test(text) && !hasControls(text),
  };
  return (['scope', 'audience', 'resource'] as const).flatMap((name): Part[] => {
    const text = fields[name];
    if (text === undefined) return [];
    return [{ name, parameter: name, value: isUsable[name](text) ? text : undefined }];
  });
}

/** A parameter of a destination; nothing for any other member. */
function partOf(name: string, value: unknown): Part[] {
  const [, place, parameter = ''] = OF_DESTINATION.exec(name) ?? [];
  if (place === undefined) return [];
  const isUsable =
    /body$/i.test(place) &&
    !OWN.test(parameter) &&
    typeof value === 'string' &&
    !hasControls(value);
  return [{ name, parameter, value: isUsable ? value : undefined }];
}

function ofOtherRequests(members: ReadonlyMap<string, string>): Part[] {
  const names = OF_OTHER_REQUESTS.filter((name) => members.has(plainName(name)));
  const isCommon = members.get('tokenserviceurltype')?.toLowerCase() === 'common';
  return [...names, ...(isCommon ? ['tokenServiceURLType'] : [])].map((name) => ({ name }));
}

/** RFC 6749 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: +[\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** What a destination adds to its token request: body, query and header fields, and user tokens. */
const OF_DESTINATION =
  /^(tokenService\.body|tokenServiceURL\.(?:queries|headers)|x_user_token|clientAssertion)\.([\w.:-]{1,60})$/i;

/** A second login, at the token service itself. */
const OF_OTHER_REQUESTS: readonly string[] = ['tokenServiceUser', 'tokenServicePassword'];

/** The request has them from elsewhere. */
const OWN = /^(?:grant_type|client_id|client_secret|client_assertion|client_assertion_type)$/;

function aboutUnused(names: readonly string[]): Warning[] {
  if (names.length === 0) return [];
  const text = `The credential holds ${listOf(names)}, which is not used in the token request. Give what the server needs in the inputs token-url, scope, audience, resource or parameters.`;
  return [{ code: 'W_STORED_UNUSED', text }];
}
