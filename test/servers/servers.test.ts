import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { startHttpServer, startHttpsServer } from './https-server.ts';
import { createPki, type Pki } from './pki.ts';

let pki: Pki;
let authorization: AuthorizationServer;

beforeAll(async () => {
  pki = await createPki();
  authorization = await startAuthorizationServer({ pki });
});

afterAll(() => authorization.close());

test('a real-looking host reaches the scripted server through the proxy, by its own name', async () => {
  await using server = disposable(
    await startHttpsServer({ pki, answer: () => ({ body: { ok: true } }) }),
  );
  await using proxy = disposable(await startConnectProxy({ port: server.port }));

  for (const host of ['tenant.authentication.eu10.hana.ondemand.com', 'login.etrusted.com']) {
    const answer = await throughProxy(proxy.url, host);
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*\{"ok":true\}$/s);
    expect(server.requests.at(-1)).toMatchObject({ host, servername: host, encrypted: true });
  }
  expect(proxy.connects).toEqual([
    'tenant.authentication.eu10.hana.ondemand.com:443',
    'login.etrusted.com:443',
  ]);
});

test('the scripted server records what was sent and answers by request number', async () => {
  await using server = disposable(
    await startHttpsServer({
      pki,
      clientCertificates: true,
      answer: (_request, index) =>
        index === 0 ? { status: 503, headers: { 'retry-after': '1' }, body: 'busy' } : {},
    }),
  );
  const { certificate: cert, privateKey: key } = await pki.issue({
    commonName: 'sb-demo!b1',
    client: true,
  });

  const first = await exchange(`${server.url}/a?b=c`, { method: 'POST', cert, key }, 'x=1');
  const second = await exchange(server.url);

  expect(first).toMatchObject({ status: 503, body: 'busy', headers: { 'retry-after': '1' } });
  expect(second).toMatchObject({ status: 200, body: '' });
  expect(server.requests).toMatchObject([
    { method: 'POST', path: '/a?b=c', body: 'x=1', clientCertificateSubject: 'CN=sb-demo!b1' },
    { method: 'GET', path: '/', clientCertificateSubject: undefined },
  ]);
});

test('a script can reset the connection', async () => {
  await using server = disposable(
    await startHttpsServer({ pki, answer: () => (response) => response.socket?.destroy() }),
  );
  await expect(exchange(server.url)).rejects.toThrow('socket hang up');
});

test('a certificate for given hosts alone does not fit another name', async () => {
  await using server = disposable(
    await startHttpsServer({ pki, hosts: ['other.example'], answer: () => ({}) }),
  );
  await expect(exchange(server.url)).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('a certificate can be out of date', async () => {
  const certificate = await pki.issue({
    commonName: 'localhost',
    hosts: ['localhost'],
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2020-02-01'),
  });
  await using server = disposable(await startHttpsServer({ pki, certificate, answer: () => ({}) }));
  await expect(exchange(server.url)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
});

test('another CA of the same name is not trusted', async () => {
  await using server = disposable(await startHttpsServer({ pki, answer: () => ({}) }));
  const stranger = await createPki();
  await expect(exchange(server.url, { ca: stranger.ca })).rejects.toMatchObject({
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
});

test('the plain server takes the same scripts', async () => {
  await using server = disposable(await startHttpServer({ answer: () => ({ body: 'plain' }) }));
  const body = await new Promise((resolve, reject) => {
    httpRequest(server.url, (response) => response.setEncoding('utf8').once('data', resolve))
      .once('error', reject)
      .end();
  });
  expect(body).toBe('plain');
  expect(server.requests).toMatchObject([{ encrypted: false, servername: undefined }]);
});

test('the authorization server gives a token to a secret in the form', async () => {
  const { clientid, clientsecret, url } = authorization.serviceKeys.cloudAlm.uaa;
  const answer = await requestToken(url, { client_id: clientid, client_secret: clientsecret });

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    token_type: 'bearer',
    expires_in: 43_199,
    scope: expect.stringContaining('sapcloudalm!b2.calm-api.tasks.read'),
    jti: expect.any(String),
  });
  expect(claims(answer.json['access_token'])).toMatchObject({
    cid: clientid,
    client_id: clientid,
    zid: authorization.serviceKeys.xsuaa.zoneid,
    scope: expect.arrayContaining(['uaa.resource']),
    ext_attr: { enhancer: 'XSUAA' },
  });
  expect(answer.headers['x-vcap-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(authorization.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/oauth/token',
    parameters: ['grant_type', 'client_id', 'client_secret'],
  });
});

test('the same secret works in a Basic header, form-encoded as RFC 6749 says', async () => {
  const { clientid, clientsecret, url } = authorization.serviceKeys.xsuaa;
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  const basic = Buffer.from(`${encode(clientid)}:${encode(clientsecret)}`).toString('base64');

  const answer = await requestToken(url, {}, { headers: { authorization: `Basic ${basic}` } });

  expect(answer.status).toBe(200);
  expect(claims(answer.json['access_token'])).toMatchObject({ cid: clientid });
});

test('a client certificate gives a token, and no certificate gives none', async () => {
  const { clientid, certificate, key, certurl } = authorization.serviceKeys.x509;
  const form = { client_id: clientid };

  const shown = await requestToken(certurl, form, { cert: certificate, key });
  const withheld = await requestToken(certurl, form);

  expect(shown.status).toBe(200);
  expect(claims(shown.json['access_token'])).toMatchObject({ cid: clientid });
  expect(withheld.status).toBe(401);
});

test('a certificate with another subject gives no token', async () => {
  const { clientid, certurl } = authorization.serviceKeys.x509;
  const other = await pki.issue({ commonName: 'sb-other!t1', client: true });
  const answer = await requestToken(
    certurl,
    { client_id: clientid },
    { cert: other.certificate, key: other.privateKey },
  );
  expect(answer.status).toBe(401);
});

test('a wrong secret gets the 401 of XSUAA', async () => {
  const { clientid, clientsecret, url } = authorization.serviceKeys.cloudAlm.uaa;
  expect(clientsecret).toMatch(/^[0-9a-f-]{36}\$[\w-]{43}=$/);

  const answer = await requestToken(url, { client_id: clientid, client_secret: 'wrong' });

  expect(answer.status).toBe(401);
  expect(answer.body).toBe('{"error":"invalid_client","error_description":"Bad credentials"}');
  expect(answer.headers['www-authenticate']).toBe(
    'Basic realm="UAA/client", error="unauthorized", error_description="Bad credentials"',
  );
});

test('a scope that the client has not is refused, one that it has is granted alone', async () => {
  const { clientid, clientsecret, url } = authorization.serviceKeys.cloudAlm.uaa;
  const client = { client_id: clientid, client_secret: clientsecret };

  const refused = await requestToken(url, { ...client, scope: 'afc-api!b2.scim2.read' });
  const granted = await requestToken(url, { ...client, scope: 'uaa.resource' });

  expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
  expect(granted).toMatchObject({ status: 200, json: { scope: 'uaa.resource' } });
});

test('the protected API takes a token for Cloud ALM and nothing else', async () => {
  const { cloudAlm, advancedFinancialClosing } = authorization.serviceKeys;
  const call = async (token: string) =>
    exchange(`${cloudAlm.endpoints.Api}/calm-tasks/v1/tasks`, {
      headers: { authorization: `Bearer ${token}` },
    });
  const tokenOf = async (uaa: typeof cloudAlm.uaa) => {
    const form = { client_id: uaa.clientid, client_secret: uaa.clientsecret };
    return String((await requestToken(uaa.url, form)).json['access_token']);
  };
  const token = await tokenOf(cloudAlm.uaa);
  const [header, , signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims(token), zid: 'other' }));

  const accepted = await call(token);

  expect(accepted.status).toBe(200);
  expect(JSON.parse(accepted.body)).toHaveLength(2);
  const stranger = `${header}.${forged.toString('base64url')}.${signature}`;
  expect(await call(stranger)).toMatchObject({ status: 401 });
  expect(await call(await tokenOf(advancedFinancialClosing.uaa))).toMatchObject({ status: 401 });
  expect(await call('')).toMatchObject({ status: 401 });
});

interface Exchanged {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function exchange(url: string, options: RequestOptions = {}, body = ''): Promise<Exchanged> {
  // A fresh connection each time: a pooled one would keep its client certificate.
  const settings = { ca: pki.ca, agent: new Agent({ keepAlive: false }), ...options };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, settings, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    request.once('error', reject).end(body);
  });
}

async function requestToken(
  url: string,
  form: Readonly<Record<string, string>>,
  options: RequestOptions = {},
): Promise<Exchanged & { readonly json: Record<string, unknown> }> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(options.headers as Record<string, string> | undefined),
  };
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString();
  const answer = await exchange(
    `${url}/oauth/token`,
    { ...options, method: 'POST', headers },
    body,
  );
  return { ...answer, json: JSON.parse(answer.body) };
}

function throughProxy(proxy: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const tunnel = httpRequest(proxy, { method: 'CONNECT', path: `${host}:443` });
    tunnel.once('error', reject).end();
    tunnel.once('connect', (_response, socket) => {
      let text = '';
      const tls = connect({ socket, servername: host, ca: pki.ca });
      tls.setEncoding('utf8').once('error', reject);
      tls.on('data', (chunk: string) => {
        text += chunk;
      });
      tls.once('end', () => resolve(text));
      tls.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
  });
}

function claims(token: unknown): Record<string, unknown> {
  const payload = String(token).split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

function disposable<T extends { close(): Promise<void> }>(server: T): T & AsyncDisposable {
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}
