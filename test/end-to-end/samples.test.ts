import { describe, expect, test } from 'vitest';
import {
  authMethodOf,
  type Client,
  type Sample,
  samples,
  sampleText,
} from '../fixtures/credentials/samples.ts';
import { failedStep, goodStep } from './step.ts';
import { formOf, keyLines, opaqueToken, serveEverywhere, tokenAnswer } from './world.ts';

async function server() {
  const token = opaqueToken();
  const world = await serveEverywhere(() => tokenAnswer(token), { clientCertificates: true });
  return { ...world, token };
}

function inputs(sample: Sample) {
  const { provider } = sample;
  return { credentials: sampleText(sample), ...(provider === undefined ? {} : { provider }) };
}

/** What must not be seen in the log; a placeholder is no secret, and its client has the same id. */
function secretsOf({ proof, clientId }: Client): string[] {
  if (typeof proof === 'string') return proof === clientId ? [] : [proof];
  return keyLines(proof.key);
}

async function succeeds(sample: Sample, expected: Client): Promise<void> {
  const { env, requests, connects, token } = await server();
  const run = await goodStep({
    inputs: inputs(sample),
    env,
    secrets: [token, ...secretsOf(expected)],
    clientId: expected.clientId,
  });
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'client-id': expected.clientId,
    provider: expected.provider,
    'token-url': expected.tokenUrl,
    'auth-method': authMethodOf(expected),
  });
  expect(run.outputs['api-url']).toBe(expected.apiUrl);
  const { host, port, pathname } = new URL(expected.tokenUrl);
  expect(connects).toEqual([port === '' ? `${host}:443` : host]);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ method: 'POST', path: pathname, host });
  expectProof(expected, requests[0]);
}

function expectProof(expected: Client, request: Parameters<typeof formOf>[0]): void {
  const { clientId, proof } = expected;
  const form = new Map(formOf(request));
  const { authorization } = request?.headers ?? {};
  if (typeof proof !== 'string') {
    expect(request?.clientCertificateSubject).toBe(proof.subject);
    expect(form.get('client_id')).toBe(clientId);
    expect([form.has('client_secret'), authorization]).toEqual([false, undefined]);
  } else if (authMethodOf(expected) === 'client_secret_basic') {
    const pair = [clientId, proof].map(encodeURIComponent).join(':');
    expect(authorization).toBe(`Basic ${Buffer.from(pair).toString('base64')}`);
    expect(form.has('client_secret')).toBe(false);
  } else {
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([clientId, proof]);
    expect(authorization).toBeUndefined();
  }
}

describe('the built action understands samples of issued credentials', () => {
  test.each(samples)('$name', async (sample) => {
    const { expected } = sample;
    if ('clientId' in expected) return succeeds(sample, expected);
    const { env, requests } = await server();
    await failedStep(expected.code, { inputs: inputs(sample), env, secrets: [] });
    expect(requests).toEqual([]);
  });
});
