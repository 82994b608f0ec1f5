import { describe, expect, onTestFinished, test } from 'vitest';
import { isJsonObject, parsedJson } from '../../../src/base/json.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { at, FILES, type Recorded, recorded } from './cloud-foundry-recordings.ts';
import { replay, serverFor } from './cloud-foundry-replay.ts';

/** Those of service instances are not played: nothing creates or deletes one. */
function isPlayed({ request, response }: Recorded): boolean {
  const path = new URL(request.url).pathname;
  const operation = String(at(response.body, 'operation') ?? 'service_keys');
  return (
    operation.startsWith('service_keys') &&
    !(path.startsWith('/v3/service_instances') && request.method !== 'GET')
  );
}

/** Names that depend on the connection, or on whether the length was known beforehand. */
const INCIDENTAL = /^(?:date|connection|keep-alive|transfer-encoding|content-length)$/;
const USER_PROVIDED = ['syslog_drain_url', 'route_service_url'];
/** What people write as they like, and what is null in some. */
const FREE = new Set([
  'description',
  'labels',
  'annotations',
  'maintenance_info',
  'tags',
  'dashboard_url',
  ...USER_PROVIDED,
]);

/** Names, types and nesting; errors as they are. */
function shape(value: unknown, name: string = ''): unknown {
  if (name === 'errors') return value;
  if (FREE.has(name)) return 'free';
  if (Array.isArray(value)) return value.map((item) => shape(item));
  if (!isJsonObject(value)) return value === null ? null : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([member, inner]) => [member, shape(inner, member)] as const)
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}

/** Older recordings are from before the rate limit was told. */
function headersOf(headers: Readonly<Record<string, unknown>>, limited: boolean) {
  const relevant = Object.entries(headers).filter(
    ([name]) => !INCIDENTAL.test(name) && (limited || !name.startsWith('x-ratelimit-')),
  );
  return Object.fromEntries(
    relevant.map(([name, value]) => [name, name === 'content-type' ? value : 'any']),
  );
}

describe('the servers of these tests answer as the real ones', () => {
  test.each(FILES)('%s', async (file) => {
    const entries = recorded(file).filter(isPlayed);
    const server = await serverFor(entries);
    const client = undiciTransport({});
    onTestFinished(() => client.close());
    let compared = 0;
    await replay(entries, server, client.transport, ({ request, response }, answer) => {
      const limited = 'x-ratelimit-limit' in response.headers;
      const own = parsedJson(answer.body.toString()) ?? null;
      expect(
        {
          status: answer.status,
          headers: headersOf(answer.headers, limited),
          body: shape(own),
        },
        `${request.method} ${request.url}`,
      ).toEqual({
        status: response.status,
        headers: headersOf(response.headers, limited),
        body: shape(response.body),
      });
      if (request.method === 'PATCH') {
        expect(at(own, 'metadata')).toEqual(at(response.body, 'metadata'));
      }
      compared += 1;
    });
    expect(compared).toBeGreaterThan(0);
  });
});
