import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Choices, completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';

const FOLDER = new URL('../../../shared/data/credentials/', import.meta.url);
/** The certificates of the samples are valid from 2026 to 2036. */
const NOW = Date.UTC(2027, 0, 1);
const HERE = existsSync(new URL('INDEX.tsv', FOLDER));

/** Flat ones, and those whose client stands under `uaa`. */
const READ_TODAY = [
  'afc-service-key.json',
  'aicore-secret.json',
  'apim-apiportal-apiaccess.json',
  'apim-apiportal-x509.json',
  'auditlog-write-x509.json',
  'btp-api-credential-certificate-create.json',
  'btp-api-credential-directory-cert.json',
  'btp-api-credential-globalaccount.json',
  'ctms-service-key.json',
  'datasphere-doubled-path.json',
  'destination-secret.json',
  'etrusted.json',
  'ias-btp-operator-credentials.json',
  'ias-secret.json',
  'masked-placeholder.json',
  'pem-one-line-spaces.json',
  'secret-with-newline-appended.json',
  'service-manager-x509.json',
  'uas-reporting.json',
  'xsuaa-binding-secret.json',
  'xsuaa-instance-secret-plus-slash.json',
  'xsuaa-x509-managed.json',
  'xsuaa-x509-no-certurl.json',
  'xsuaa-xsa-url-with-path.json',
];

const REFUSED_TODAY = [
  ['btp-api-credential-get.json', 'E_CREDENTIAL_NO_SECRET'],
  ['ias-x509-provided.json', 'E_CREDENTIAL_NO_SECRET'],
  ['xsuaa-hide-secret.json', 'E_CREDENTIAL_NO_SECRET'],
  ['pem-key-mismatch.json', 'E_CERT_KEY_MISMATCH'],
  ['cdsrc-private-binding.json', 'E_CREDENTIAL_SHAPE'],
  ['empty.txt', 'E_CREDENTIAL_FORMAT'],
  ['smart-quotes.txt', 'E_CREDENTIAL_FORMAT'],
  ['aicore-python-quotes.txt', 'E_CREDENTIAL_FORMAT'],
] as const;

// To do, with the forms that they need:
// - {"credentials": ...} around it: ias-x509-generated-cf8, xsuaa-x509-cf8-wrapper,
//   odata-provisioning-secret, btp-get-services-binding-ans
// - `oauth`, `oa2`: pi-runtime-api-plan, pi-runtime-integration-flow, tms-oa2-endpoint-names
// - AICORE_* names, destinations: aicore-config, destination-cloud-sdk-env
// - VCAP_SERVICES: default-env-string-vcap, vcap-connectivity, vcap-jobscheduler-x509,
//   vcap-two-same-label, cf-env-saas-registry
// - text around JSON or damaged JSON: cf7-service-key, cf8-service-key-braces-in-user,
//   json-trailing-comma, json-trailing-text, calm-kanban-config-jsonc, calm-download-bom-crlf
// - other writing: base64-76-columns, calm-utf16le, calm-dotenv, leanix, etrusted-control-centre,
//   btp-api-credential-certificate.txt, crossplane-upjet-secret, k8s-cis-metadata-secret,
//   sm-operator-secret
// - refusals by name: abap-basic-cf8, s4hana-cloud-basic, cis-central-user-token,
//   successfactors-saml

type Row = Readonly<Record<string, string>>;

function rows(): ReadonlyMap<string, Row> {
  const [head = '', ...lines] = read('INDEX.tsv').trimEnd().split(/\r?\n/);
  const names = head.split('\t');
  return new Map(
    lines.map((line) => {
      const cells = line.split('\t');
      return [cells[0] ?? '', Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))];
    }),
  );
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

async function complete(file: string, kind: string | undefined) {
  const provider: Choices['provider'] = kind === 'etrusted' ? 'etrusted' : 'auto';
  const statement = await readCredential(read(file).trim());
  return completeCredential(statement, {}, { provider, authMethod: 'auto' }, NOW);
}

if (HERE) {
  describe('samples of issued credentials', () => {
    const index = rows();

    test.each(READ_TODAY)('%s is understood as its issuer means it', async (file) => {
      const row = index.get(file);
      expect(row, 'a row in the index').toBeDefined();
      const credential = await complete(file, row?.['kind']);
      expect({
        client: credential.clientId,
        tokenUrl: credential.tokenUrl.href,
        method: credential.authMethod,
        apiUrl: credential.apiUrl ?? '',
      }).toEqual({
        client: row?.['expected_client_id'],
        tokenUrl: row?.['expected_token_url'],
        method: row?.['expected_auth_method'],
        apiUrl: row?.['expected_api_url'],
      });
    });

    test.each(REFUSED_TODAY)('%s is refused: %s', async (file, code) => {
      await expect((async () => complete(file, undefined))()).rejects.toMatchObject({ code });
    });
  });
} else {
  test.skip('samples of issued credentials (needs the folder ../shared/data)', () => {});
}
