import { expect, onTestFinished, test } from 'vitest';
import { type RecordedRequest, startHttpsServer } from '../../servers/https-server.ts';
import type { ServiceManagerServer } from '../../servers/service-manager-server.ts';
import { keyLines, pki } from '../world.ts';
import { failureOf, platform, rotateStep } from './rotation-step.ts';
import { serviceManagerIssuerWith } from './service-manager-issuer.ts';

/** A Service Manager whose login is a binding with a certificate, and the host that wants one. */
async function worldWithCertificate(commonName: string) {
  const { certificate, privateKey } = await pki.issue({ commonName, client: true });
  let manager: ServiceManagerServer | undefined;
  const gate = await startHttpsServer({
    ...{ pki, clientCertificates: true },
    answer: ({ clientCertificateSubject: subject }) =>
      (subject === 'CN=sm-login' ? manager?.issuedToken() : undefined) ?? {
        status: 401,
        body: { error: 'unauthorized', error_description: 'Bad credentials' },
      },
  });
  onTestFinished(() => gate.close());
  const startIssuer = serviceManagerIssuerWith((server) => {
    manager = server;
    const { clientid, url, sm_url } = JSON.parse(server.login);
    const login = { clientid, url, sm_url, certurl: gate.url, certificate, key: privateKey };
    return { login: JSON.stringify(login), loginSecrets: keyLines(privateKey) };
  });
  const world = await platform({ startIssuer });
  await world.setUpByHand();
  const rotate = () => rotateStep(world, { 'ca-certificate': pki.ca });
  return { world, rotate, asked: gate.requests };
}

function formOf({ body }: RecordedRequest): string[] {
  return [...new URLSearchParams(body).keys()];
}

test('a rotation at Service Manager logs in with a certificate', async () => {
  const { world, rotate, asked } = await worldWithCertificate('sm-login');
  const run = await rotate();
  expect(run.outputs['state']).toBe('rotated');
  expect([...world.issuer.living().keys()]).toContain(run.outputs['credential-name']);
  expect(asked.map(({ path }) => path)).toEqual(['/oauth/token']);
  expect(asked.map(formOf)).toEqual([['grant_type', 'client_id']]);
});

test('a certificate that is not bound to the login changes nothing', async () => {
  const { world, rotate, asked } = await worldWithCertificate('another-login');
  const [code, message] = failureOf(await rotate());
  expect(code).toBe('E_AUTHORITY_LOGIN');
  expect(message).toContain('The certificate may not be bound to this client');
  expect(asked).toHaveLength(1);
  expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
  expect(world.github.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
});
