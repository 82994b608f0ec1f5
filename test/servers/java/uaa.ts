import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pki } from '../pki.ts';
import { freePort, type Program, startProgram } from '../program.ts';
import { PATIENCE, QUICK_START, UAA_FOLDER } from './servers.ts';
import { administer, type UaaAdministration } from './uaa-administration.ts';

export interface Uaa extends UaaAdministration {
  /** Of 127.0.0.1, without TLS. */
  readonly port: number;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts Cloud Foundry UAA, which SAP's XSUAA comes from, with a database in its memory.
 *
 * @param options.domain the host of its own zone; the zone of a tenant is at `SUBDOMAIN.DOMAIN`. It
 * goes by the Host header.
 * @throws Error with what it wrote, where it does not start.
 */
export async function startUaa(options: {
  readonly pki: Pki;
  readonly domain: string;
}): Promise<Uaa> {
  const folder = await mkdtemp(join(tmpdir(), 'uaa-'));
  let server: Program | undefined;
  const close = async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const adminSecret = randomBytes(16).toString('hex');
    const configuration = join(folder, 'uaa.yml');
    const logging = join(folder, 'log4j.properties');
    // Every JSON text is YAML.
    await writeFile(
      configuration,
      JSON.stringify(await settings({ ...options, adminSecret, logging })),
    );
    await writeFile(logging, LOGGING);
    await mkdir(join(folder, 'tomcat'));
    server = await startProgram(
      [
        'java',
        QUICK_START,
        '-XX:+UseSerialGC',
        '-Xmx512m',
        // cglib in Spring 4 defines classes by reflection.
        '--add-opens=java.base/java.lang=ALL-UNNAMED',
        `-Djava.io.tmpdir=${folder}`,
        '--class-path',
        join(UAA_FOLDER, 'libraries/*'),
        join(import.meta.dirname, 'UaaServer.java'),
        join(UAA_FOLDER, 'application'),
        String(port),
        join(folder, 'tomcat'),
      ],
      port,
      { env: { UAA_CONFIG_FILE: configuration }, ...PATIENCE },
    );
    return { port, close, ...(await administer({ port, domain: options.domain, adminSecret })) };
  } catch (error) {
    await close();
    throw error;
  }
}

const LOGGING = `
  log4j.rootCategory=ERROR, console
  log4j.appender.console=org.apache.log4j.ConsoleAppender
  log4j.appender.console.layout=org.apache.log4j.PatternLayout
  log4j.appender.console.layout.ConversionPattern=%p %c{1}: %m%n
`;

async function settings({
  pki,
  domain,
  adminSecret,
  logging,
}: {
  readonly pki: Pki;
  readonly domain: string;
  readonly adminSecret: string;
  readonly logging: string;
}): Promise<object> {
  const url = `https://${domain}`;
  const { certificate, privateKey } = await pki.issue({ commonName: domain, rsa: true });
  const key = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' });
  return {
    logging: { config: logging },
    issuer: { uri: url },
    uaa: {
      url,
      token: { url: `${url}/oauth/token` },
      approvals: { url: `${url}/approvals` },
      login: { url: `${url}/authenticate` },
    },
    zones: { internal: { hostnames: [domain] } },
    encryption: {
      active_key_label: 'only',
      encryption_keys: [{ label: 'only', passphrase: randomBytes(16).toString('hex') }],
    },
    LOGIN_SECRET: randomBytes(16).toString('hex'),
    login: {
      url,
      entityBaseURL: url,
      entityID: domain,
      serviceProviderKey: key,
      serviceProviderKeyPassword: '',
      serviceProviderCertificate: certificate,
    },
    jwt: { token: { 'signing-key': key } },
    oauth: {
      user: { authorities: ['openid', 'uaa.user'] },
      clients: {
        admin: {
          secret: adminSecret,
          'authorized-grant-types': 'client_credentials',
          authorities: 'uaa.admin,clients.admin,zones.write,scim.write',
        },
      },
    },
  };
}
