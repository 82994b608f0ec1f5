import { Failure } from '../base/failure.ts';
import { isJsonObject } from '../base/json.ts';
import { hasControls, hasInvisible, listOf, oneLine } from '../base/text.ts';
import { type Fields, stringMembers } from './fields.ts';
import { member, type ParsedCredential } from './shapes.ts';

/** All API endpoints of a document, name to URL: its member `endpoints`, in any spelling. */
export function endpointsOf(document: ParsedCredential['document']): Record<string, string> {
  const endpoints: Record<string, string> = {};
  const named = member(document, 'endpoints');
  if (!isJsonObject(named)) return endpoints;
  for (const [name, value] of Object.entries(named)) {
    // Some services wrap each URL: {"eventing": {"uri": "https://…", …}}.
    const inner = isJsonObject(value) ? (value['uri'] ?? value['url']) : value;
    if (typeof inner === 'string' && isUrl(inner) && !hasControls(name))
      endpoints[name] = inner.trim();
  }
  return endpoints;
}

/**
 * The base URL of the API: the chosen endpoint, the first endpoint, or another URL of the document.
 *
 * @throws Failure E_INPUT_INVALID if `chosen` is none of the endpoints; it lists their names.
 */
export function apiUrlOf(
  { document, fields, nested }: ParsedCredential,
  chosen: string | undefined,
  tokenUrl: URL,
): string | undefined {
  const endpoints = Object.entries(endpointsOf(document));
  if (chosen !== undefined) return chosenEndpoint(endpoints, chosen);
  const first = endpoints.find(([, url]) => isWebUrl(url));
  if (first !== undefined) return first[1];
  const members = stringMembers(document);
  const names = nested ? BESIDE_CLIENT : IN_FLAT;
  const named = names.map((name) => members.get(name)).find((url) => url && isWebUrl(url));
  if (named !== undefined) return named;
  const found = aiApiUrl(document) ?? (nested ? onlyUrl(members) : flatApiUrl(fields, tokenUrl));
  if (found !== undefined) return isWebUrl(found) ? found : undefined;
  // A key that names no other API is for the API of XSUAA itself.
  const last = nested && members.size > 0 ? undefined : (members.get('uri') ?? fields.apiUrl);
  return last !== undefined && isWebUrl(last) ? last : undefined;
}

/** The members beside a nested client that hold the URL of its API, if there are no `endpoints`. */
const BESIDE_CLIENT: readonly string[] = [
  'uri',
  'targeturl',
  'url',
  'apiurl',
  'apibaseurl',
  'baseurl',
  'serviceurl',
];
/** The members of a flat document that hold it. */
const IN_FLAT: readonly string[] = ['smurl', 'saasregistryurl'];

function chosenEndpoint(endpoints: readonly [string, string][], chosen: string): string {
  const match = (same: (name: string) => boolean) => endpoints.find(([name]) => same(name))?.[1];
  const url =
    match((name) => name === chosen) ??
    match((name) => name.toLowerCase() === chosen.toLowerCase());
  if (url !== undefined) return url;
  const names = endpoints.map(([name]) => name);
  if (names.length > 0) {
    throw new Failure(
      'E_INPUT_INVALID',
      `The input endpoint names none of the credential's endpoints; they are ${oneLine(listOf(names))}.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    'The input endpoint is set, but the credential names no endpoints.',
    'Remove the input, or give api-url.',
  );
}

/** The only URL beside a nested client is the API's, whatever its name. */
function onlyUrl(members: ReadonlyMap<string, string>): string | undefined {
  const urls = [...members.values()].filter((value) => /^https:\/\//.test(value) && isUrl(value));
  return urls.length === 1 ? urls[0] : undefined;
}

/** SAP AI Core keeps its API under `serviceurls`. */
function aiApiUrl(document: ParsedCredential['document']): string | undefined {
  const urls = member(document, 'serviceurls');
  return isJsonObject(urls) ? stringMembers(urls).get('aiapiurl') : undefined;
}

/** In a flat document `url` is the token server's, unless it has another host. */
function flatApiUrl(fields: Fields, tokenUrl: URL): string | undefined {
  const { url } = fields;
  if (url === undefined || fields.uaaDomain !== undefined) return undefined;
  const host = URL.parse(url.includes('://') ? url : `https://${url}`)?.hostname;
  const plain = (name: string | undefined) =>
    name?.replace('.authentication.cert.', '.authentication.');
  return plain(host) === plain(tokenUrl.hostname) ? undefined : url;
}

/** Event Mesh and HANA also name endpoints of other protocols. */
function isWebUrl(text: string): boolean {
  return isUrl(text) && /^https?:/i.test(text.trim());
}

function isUrl(text: string): boolean {
  return !hasInvisible(text.trim()) && URL.canParse(text.trim());
}
