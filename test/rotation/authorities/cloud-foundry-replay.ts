import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { parsedJson } from '../../../src/base/json.ts';
import { within } from '../../../src/http/exchange.ts';
import type { HttpResponse, Transport } from '../../../src/http/http.ts';
import type { Binding } from '../../servers/cloud-foundry-binding.ts';
import type { Instance, Organization } from '../../servers/cloud-foundry-places.ts';
import {
  type CloudFoundryOptions,
  type CloudFoundryServer,
  startCloudFoundry,
} from '../../servers/cloud-foundry-server.ts';
import { at, pathOf, type Recorded, resourcesOf } from './cloud-foundry-recordings.ts';

/** Every resource of a kind that the answers show, each once. */
function shown(entries: readonly Recorded[], kind: string): JsonObject[] {
  const all = entries
    .filter((entry) => entry.response.status === 200)
    .filter((entry) =>
      new RegExp(`^/v3/${kind}(?:/[\\w-]+)?$`).test(pathOf(entry).split('?')[0] ?? ''),
    )
    .flatMap(resourcesOf);
  // In the order of the last list that has them.
  const last = new Map(all.toReversed().map((each) => [each['guid'], each]));
  return [...last.values()].toReversed();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A server in which everything is that was there when the recording began. */
export async function serverFor(entries: readonly Recorded[]) {
  const server = await startCloudFoundry({
    ...loginOf(entries),
    organizations: shown(entries, 'organizations').map(named),
    spaces: shown(entries, 'spaces').map((each) => ({
      ...named(each),
      organization: text(at(each, 'relationships.organization.data.guid')),
    })),
    instances: [...shown(entries, 'service_instances').map(instanceOf), ...mentioned(entries)],
  });
  onTestFinished(() => server.close());
  const made = entries.map(({ request }) => at(request.body, 'name'));
  for (const binding of shown(entries, 'service_credential_bindings')) {
    if (made.includes(binding['name'])) continue;
    server.addKey({
      guid: text(binding['guid']),
      type: binding['type'] as Binding['type'],
      name: binding['name'] === null ? null : text(binding['name']),
      instance: text(at(binding, 'relationships.service_instance.data.guid')),
    });
  }
  for (const { request } of entries) {
    const [, guid] = /service_credential_bindings\/([\w-]+)\/parameters$/.exec(request.url) ?? [];
    if (guid === undefined || server.bindings.some((binding) => binding.guid === guid)) continue;
    server.addKey({ guid, name: 'known-by-its-id', instance: '' });
  }
  return server;
}

function loginOf(entries: readonly Recorded[]): CloudFoundryOptions {
  const login = entries.find(({ request }) => request.url.includes('/oauth/token'))?.request;
  const form = new URLSearchParams(String(login?.body ?? ''));
  const hint = new URL(login?.url ?? 'https://x').searchParams.get('login_hint') ?? '{}';
  return {
    username: form.get('username') ?? 'xx',
    password: form.get('password') ?? 'xxxx',
    origin: JSON.parse(hint).origin ?? '',
    takesAssertion: () => true,
  };
}

function named({ guid, name }: JsonObject): Organization {
  return { guid: text(guid), name: text(name) };
}

function instanceOf(each: JsonObject): Instance {
  return {
    ...named(each),
    space: text(at(each, 'relationships.space.data.guid')),
    userProvided: each['type'] === 'user-provided',
  };
}

/** Instances of which only the id is recorded. */
function mentioned(entries: readonly Recorded[]): Instance[] {
  return entries.flatMap(({ request, response }) => {
    const guid =
      at(request.body, 'relationships.service_instance.data.guid') ??
      new URL(request.url).searchParams.get('service_instance_guids');
    const userProvided = JSON.stringify(response.body).includes('for user-provided');
    return typeof guid === 'string'
      ? [{ guid, name: `instance-${guid}`, space: '', userProvided }]
      : [];
  });
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Learns which ids of the real server are which of this one, from two texts of the same form. */
export function learn(ids: Map<string, string>, real: string, own: string): void {
  const [theirs, ours] = [real.match(UUID) ?? [], own.match(UUID) ?? []];
  if (theirs.length !== ours.length) return;
  for (const [index, id] of theirs.entries()) ids.set(id, ours[index] ?? id);
}

export function translated(ids: ReadonlyMap<string, string>, line: string): string {
  return line.replace(UUID, (id) => ids.get(id) ?? id);
}

/**
 * Sends what was recorded to a server of ours, one request after the other: with a token of this
 * server, and with its ids in place of the real ones.
 */
export async function replay(
  entries: readonly Recorded[],
  server: CloudFoundryServer,
  transport: Transport,
  check: (entry: Recorded, answer: HttpResponse) => void,
): Promise<void> {
  const ids = new Map<string, string>();
  const token = await accessToken(server, transport);
  for (const entry of entries) {
    const { request, response } = entry;
    const login = request.url.includes('/oauth/token');
    const bearer = request.headers['authorization']?.startsWith('Bearer ') === true;
    const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
    const answer = await transport(
      {
        method: request.method,
        url: new URL(translated(ids, pathOf(entry)), login ? server.login.url : server.api.url),
        headers: {
          // The server that was recorded took a login without the proof of its client; others do not.
          ...(login ? { authorization: 'Basic Y2Y6' } : {}),
          ...request.headers,
          ...(bearer ? { authorization: `Bearer ${token}` } : {}),
        },
        ...(request.body === null ? {} : { body: translated(ids, body) }),
      },
      within(5000),
    );
    check(entry, answer);
    learn(ids, response.headers['location'] ?? '', String(answer.headers['location'] ?? ''));
    const own = parsedJson(answer.body.toString());
    const key = 'links.service_credential_binding.href';
    learn(ids, text(at(response.body, key)), text(at(own, key)));
  }
}

async function accessToken(server: CloudFoundryServer, transport: Transport): Promise<string> {
  const hint = encodeURIComponent(JSON.stringify({ origin: server.origin }));
  const { body } = await transport(
    {
      method: 'POST',
      url: new URL(`${server.login.url}/oauth/token?login_hint=${hint}`),
      headers: { authorization: 'Basic Y2Y6' },
      body: `grant_type=password&password=${server.password}&username=${server.username}`,
    },
    within(5000),
  );
  return text(at(parsedJson(body.toString()), 'access_token'));
}
