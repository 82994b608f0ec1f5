import { describe, expect, onTestFinished, test } from 'vitest';
import { proxiesFrom } from '../../../src/http/proxy.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { gitHubClient } from '../../../src/rotation/destinations/github/client.ts';
import { gitHubSecret } from '../../../src/rotation/destinations/github/secrets.ts';
import { testContext } from '../../context.ts';
import { startConnectProxy } from '../../servers/connect-proxy.ts';
import { startGitHubServer } from '../../servers/github-server.ts';
import type { SecretPath } from '../../servers/github-vault.ts';
import { createPki } from '../../servers/pki.ts';
import { gitHubWorld, VALUE } from './github-world.ts';

const path: SecretPath = {
  repository: 'acme/portal',
  environment: 'a/b \u00e4?#%2F',
  secret: 'KEY',
};

test.for(['/api/v3', '/api/v3/'])(
  'the path %s of GitHub Enterprise Server stands before each path',
  async (ending) => {
    const { server } = await gitHubWorld({ prefix: '/api/v3' });
    const apiUrl = server.url.replace(/\/api\/v3$/, ending);
    const world = await gitHubWorld({ client: { apiUrl, token: server.token } });
    await world.destination(path).store(VALUE);
    expect(server.secret(path)?.plaintext).toBe(VALUE);
    expect(server.complaints).toEqual([]);
  },
);

describe.for([
  ['github.com', 'https://api.github.com', ''],
  ['GitHub Enterprise Cloud with data residency', 'https://api.acme.ghe.com', ''],
  ['GitHub Enterprise Server', 'https://github.acme.example/api/v3', '/api/v3'],
])('%s', ([, apiUrl = '', prefix = '']) => {
  test('is reached through HTTPS_PROXY, with a private CA', async () => {
    const pki = await createPki();
    const timing = { now: Date.now, random: () => 0, sleep: async () => expect.unreachable() };
    const server = await startGitHubServer({ now: timing.now, pki, prefix });
    onTestFinished(() => server.close());
    await server.addRepository('acme/portal', [path.environment ?? '']);
    const proxy = await startConnectProxy({ port: server.port });
    onTestFinished(() => proxy.close());
    const { transport, close } = undiciTransport({
      caCertificate: pki.ca,
      proxyFor: proxiesFrom({ HTTPS_PROXY: proxy.url }),
    });
    onTestFinished(close);
    const context = testContext({ transport, timing, deadline: Date.now() + 30_000 });
    const client = gitHubClient({
      ...{ ...context, apiUrl, token: server.token, repository: 'acme/portal' },
      writesInAnHour: 0,
    });
    await gitHubSecret(path, client, context.runner).store(VALUE);
    expect(server.secret(path)?.plaintext).toBe(VALUE);
    expect(proxy.connects).toEqual([`${new URL(apiUrl).hostname}:443`]);
  });
});
