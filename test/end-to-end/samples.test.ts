import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CODES, type Sample, samples, sampleText } from '../credentials/samples.ts';
import { failedStep, goodStep } from './step.ts';
import { formOf, opaqueToken, serveEverywhere, tokenAnswer } from './world.ts';

const all = samples();

/**
 * What somebody would see who looks into a text with an editor, `base64 -d` and `jq`: nothing here
 * knows the forms by name.
 */
function readings(text: string, depth = 3): string[] {
  if (depth === 0) return [text];
  const encoded = [...text.matchAll(/[A-Za-z0-9+/]{20,}={0,2}/g), [text.replace(/\s+/g, '')]];
  const decoded = encoded
    .map(([run = '']) => Buffer.from(run, 'base64').toString())
    .filter((inner) => /^[\t\n\r\x20-\x7e]{16,}$/.test(inner));
  const unescaped = text.includes('\\"') ? [text.replace(/\\"/g, '"')] : [];
  return [text, ...[...decoded, ...unescaped].flatMap((inner) => readings(inner, depth - 1))];
}

/** Does it stand there whole, not as a piece of something longer? */
function standsIn(text: string, secret: string): boolean {
  return readings(text).some((reading) =>
    reading
      .split(/[\s"'\t]|\\n/)
      .some((word) => word === secret || word.split('=', 2)[1] === secret),
  );
}

async function server() {
  const token = opaqueToken();
  const world = await serveEverywhere(() => tokenAnswer(token), { clientCertificates: true });
  return { ...world, token };
}

function inputs({ file, kind }: Sample) {
  return {
    credentials: sampleText(file),
    ...(kind === 'etrusted' ? { provider: 'etrusted' } : {}),
  };
}

async function succeeds(sample: Sample): Promise<void> {
  const { env, requests, connects, token } = await server();
  const run = await goodStep({ inputs: inputs(sample), env, secrets: [token] });
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'client-id': sample.clientId,
    'token-url': sample.tokenUrl,
    'auth-method': sample.authMethod,
  });
  expect(run.outputs['api-url'] ?? '').toBe(sample.apiUrl);
  const { host, port, pathname } = new URL(sample.tokenUrl);
  expect(connects).toEqual([port === '' ? `${host}:443` : host]);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ method: 'POST', path: pathname, host });
  await expectProof(sample, requests[0]);
}

async function expectProof(sample: Sample, request: Parameters<typeof formOf>[0]): Promise<void> {
  const form = new Map(formOf(request));
  const text = sampleText(sample.file);
  if (sample.authMethod === 'tls_client_auth') {
    const pem = readings(text)
      .flatMap((reading) => reading.replace(/\\n/g, '\n').split('-----BEGIN CERTIFICATE-----'))
      .find((part) => part.includes('-----END CERTIFICATE-----'));
    const body = (pem ?? '').split('-----END')[0]?.replace(/\s+/g, '') ?? '';
    const { subject } = new X509Certificate(Buffer.from(body, 'base64'));
    expect(request?.clientCertificateSubject).toBe(subject.split('\n').join(', '));
    expect(form.has('client_secret')).toBe(false);
    return;
  }
  const basic = /^Basic (.+)$/.exec(request?.headers.authorization ?? '')?.[1];
  const pair = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const [id, secret] = basic
    ? pair.map((part) => decodeURIComponent(part))
    : [form.get('client_id'), form.get('client_secret')];
  expect(id).toBe(sample.clientId);
  expect(secret).toMatch(/./);
  expect(standsIn(text, secret ?? '')).toBe(true);
  expect(basic !== undefined).toBe(sample.authMethod === 'client_secret_basic');
}

if (all === undefined) {
  test.skip('samples of issued credentials (needs the folder ../shared/data)', () => {});
} else {
  describe('the built action understands samples of issued credentials', () => {
    test.each(all)('$file ($expect)', async (sample) => {
      const codes = CODES[sample.expect];
      if (codes === undefined) return succeeds(sample);
      const { env, requests } = await server();
      await failedStep(codes.at(-1) ?? '', { inputs: inputs(sample), env, secrets: [] });
      expect(requests).toEqual([]);
    });
  });
}
