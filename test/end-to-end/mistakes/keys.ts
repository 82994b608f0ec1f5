import { createPrivateKey } from 'node:crypto';
import { bindingSecret, id, identitySecret } from '../../fixtures/invented.ts';
import { pki } from '../world.ts';

/** What a person copies, stores or damages. */
export interface Parts {
  readonly clientId: string;
  /** The client secret, or the private key of the certificate. */
  readonly proof: string;
  /** Where tokens come from, without a path. */
  readonly url: string;
}

export type Inputs = Readonly<Record<string, string>>;

/** A credential in the form in which it is handed out. */
export interface SampleKey {
  readonly name: string;
  readonly parts: Parts;
  /** The inputs of a step that stores these parts. */
  readonly write: (parts: Parts) => Inputs;
  readonly api: string;
  /** What the file calls the proof. */
  readonly proofName: string;
  /** The subject of the certificate, where that is the proof. */
  readonly subject?: string;
}

const pair = await pki.issue({ commonName: 'ferry', client: true, rsa: true });
const privateKey = createPrivateKey(pair.privateKey)
  .export({ type: 'pkcs1', format: 'pem' })
  .toString();

const json = (value: unknown): Inputs => ({ credentials: JSON.stringify(value) });
const lines = (value: unknown): Inputs => ({ credentials: JSON.stringify(value, undefined, 2) });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const tenant = (number: number) => `https://ferry-${number}.authentication.eu20.hana.ondemand.com`;
const xsuaaParts = (number: number): Parts => ({
  clientId: `sb-ferry-${number}!b${number}|route!b9`,
  proof: bindingSecret(number),
  url: tenant(number),
});
const uaa = ({ clientId, proof, url }: Parts) => ({
  clientid: clientId,
  clientsecret: proof,
  url,
  identityzone: 'ferry',
  uaadomain: 'authentication.eu20.hana.ondemand.com',
  tenantmode: 'dedicated',
  'credential-type': 'binding-secret',
});

export const KEYS: readonly SampleKey[] = [
  {
    name: 'XSUAA, flat',
    parts: xsuaaParts(1),
    write: (parts) => json({ ...uaa(parts), apiurl: 'https://api.ferry.example' }),
    api: 'https://api.ferry.example',
    proofName: 'clientsecret',
  },
  {
    name: 'SAP Cloud ALM, nested',
    parts: xsuaaParts(2),
    write: (parts) =>
      json({ endpoints: { Api: 'https://eu20.alm.cloud.sap/api' }, uaa: uaa(parts) }),
    api: 'https://eu20.alm.cloud.sap/api',
    proofName: 'clientsecret',
  },
  {
    name: 'SAP Advanced Financial Closing, in lines',
    parts: xsuaaParts(3),
    write: (parts) =>
      lines({
        endpoints: {
          scim2: 'https://closing.cfapps.eu20.hana.ondemand.com/scim/v2',
          'task-center': 'https://closing.cfapps.eu20.hana.ondemand.com/task-center',
        },
        uaa: uaa(parts),
      }),
    api: 'https://closing.cfapps.eu20.hana.ondemand.com/scim/v2',
    proofName: 'clientsecret',
  },
  {
    name: 'XSUAA, x509',
    parts: { clientId: 'sb-ferry-4!b4', proof: privateKey, url: certificateHost(tenant(4)) },
    write: ({ clientId, proof, url }) =>
      json({
        clientid: clientId,
        certificate: pair.certificate + pki.ca,
        certurl: url,
        key: proof,
        url: tenant(4),
        'credential-type': 'x509',
      }),
    api: 'https://api.ferry.example',
    proofName: 'key',
    subject: 'CN=ferry',
  },
  {
    name: 'eTrusted, in parts',
    parts: { clientId: 'ferry0000001__reviews', proof: id(105), url: 'https://login.etrusted.com' },
    write: ({ clientId, proof, url }) => ({
      'client-id': clientId,
      'client-secret': proof,
      'token-url': `${url}/oauth/token`,
    }),
    api: 'https://api.etrusted.com',
    proofName: 'client-secret',
  },
  {
    name: 'SAP Cloud Identity Services',
    parts: {
      clientId: id(6),
      proof: identitySecret(6),
      url: 'https://ferry.accounts.ondemand.com',
    },
    write: ({ clientId, proof, url }) =>
      json({
        clientid: clientId,
        clientsecret: proof,
        url,
        app_tid: id(60),
        authorization_endpoint: `${url}/oauth2/authorize`,
        domain: 'accounts.ondemand.com',
      }),
    api: 'https://api.ferry.example',
    proofName: 'clientsecret',
  },
  {
    name: 'API credential, text of the btp command line',
    parts: xsuaaParts(7),
    write: ({ clientId, proof, url }) => ({
      credentials: `Name:            ferry-build
Credential Type: secret
Read-only:       false
Client ID:       ${clientId}
Client Secret:   ${proof}
Token URL:       ${url}/oauth/token
API URL:         https://api.authentication.eu20.hana.ondemand.com
`,
    }),
    api: 'https://api.authentication.eu20.hana.ondemand.com',
    proofName: 'Client Secret',
  },
  {
    name: 'VCAP_SERVICES',
    parts: xsuaaParts(8),
    write: (parts) =>
      json({
        xsuaa: [
          {
            name: 'ferry',
            label: 'xsuaa',
            plan: 'application',
            tags: ['ferry'],
            credentials: uaa(parts),
          },
        ],
      }),
    api: 'https://api.ferry.example',
    proofName: 'clientsecret',
  },
  {
    name: 'variables with a prefix',
    parts: xsuaaParts(9),
    write: ({ clientId, proof, url }) => ({
      credentials: `FERRY_CLIENT_ID='${clientId}'
FERRY_CLIENT_SECRET='${proof}'
FERRY_TOKEN_URL='${url}/oauth/token'
`,
    }),
    api: 'https://api.ferry.example',
    proofName: 'FERRY_CLIENT_SECRET',
  },
  {
    name: 'Secret of Kubernetes',
    parts: xsuaaParts(10),
    write: ({ clientId, proof, url }) => ({
      credentials: `apiVersion: v1
kind: Secret
metadata:
  name: ferry
data:
  clientid: ${base64(clientId)}
  clientsecret: ${base64(proof)}
  url: ${base64(url)}
`,
    }),
    api: 'https://api.ferry.example',
    proofName: 'clientsecret',
  },
];

function certificateHost(url: string): string {
  return url.replace('.authentication.', '.authentication.cert.');
}
