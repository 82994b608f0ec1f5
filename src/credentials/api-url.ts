import { Failure, type Warning } from '../base/failure.ts';
import { isJsonObject } from '../base/json.ts';
import { hasControls, hasInvisible, listOf, oneLine, plainName } from '../base/text.ts';
import { type Fields, stringMembers } from './fields.ts';
import { member, type ParsedCredential } from './shapes.ts';

/**
 * All API endpoints of a document, name to URL: its members `endpoints` and `serviceurls` (SAP AI
 * Core), in any spelling.
 */
export function endpointsOf(document: ParsedCredential['document']): Record<string, string> {
  const endpoints: Record<string, string> = {};
  const groups = [member(document, 'endpoints'), member(document, 'serviceurls')];
  const named = groups.filter(isJsonObject).flatMap((group) => Object.entries(group));
  for (const [name, value] of named) {
    // Some services wrap each URL: {"eventing": {"uri": "https://…", …}}.
    const inner = isJsonObject(value) ? (value['uri'] ?? value['url']) : value;
    if (typeof inner !== 'string' || !isUrl(inner) || hasControls(name)) continue;
    if (!Object.hasOwn(endpoints, name)) endpoints[name] = inner.trim();
  }
  return endpoints;
}

/** A word where one of several endpoints became the API URL, and nobody has chosen it. */
export function endpointTaken(
  endpoints: Readonly<Record<string, string>>,
  taken: string | undefined,
): Warning[] {
  const web = Object.entries(endpoints).filter(([, url]) => isWebUrl(url));
  const name = web.find(([, url]) => url === taken)?.[0];
  if (name === undefined || web.every(([, url]) => url === taken)) return [];
  const names = oneLine(listOf(web.map(([each]) => each)));
  const text = `The credential names several API endpoints: ${names}. The output api-url is the one of ${oneLine(name)}; the input endpoint chooses another one.`;
  return [{ code: 'W_ENDPOINT_TAKEN', text, level: 'notice' }];
}

/**
 * The base URL of the API: the chosen endpoint, the first endpoint, or another URL of the document.
 *
 * @throws Failure E_INPUT_INVALID if `chosen` is none of the endpoints; it lists their names.
 */
export function apiUrlOf(
  { document, fields, nested }: Pick<ParsedCredential, 'document' | 'fields' | 'nested'>,
  chosen: string | undefined,
  tokenUrl: URL,
): string | undefined {
  const endpoints = Object.entries(endpointsOf(document));
  if (chosen !== undefined) return chosenEndpoint(endpoints, chosen);
  const first = endpoints.find(([, url]) => isWebUrl(url));
  if (first !== undefined) return aiApiUrl(endpoints) ?? first[1];
  const members = stringMembers(document);
  const names = nested ? BESIDE_CLIENT : IN_FLAT;
  const named = names.map((name) => members.get(name)).find((url) => url && isWebUrl(url));
  if (named !== undefined) return named;
  const found = nested ? onlyUrl(members) : flatApiUrl(fields, tokenUrl);
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
    'The input endpoint is set, but the credential has none.',
    'Remove the input endpoint, or give api-url.',
  );
}

/** The only URL beside a nested client is the API's, whatever its name. */
function onlyUrl(members: ReadonlyMap<string, string>): string | undefined {
  const urls = [...members.values()].filter((value) => /^https:\/\//.test(value) && isUrl(value));
  return urls.length === 1 ? urls[0] : undefined;
}

/** Of the APIs of SAP AI Core, its own. */
function aiApiUrl(endpoints: readonly [string, string][]): string | undefined {
  return endpoints.find(([name, url]) => plainName(name) === 'aiapiurl' && isWebUrl(url))?.[1];
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
