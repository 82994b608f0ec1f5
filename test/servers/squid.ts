import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyPair } from './pki.ts';
import { freePort } from './program.ts';
import { type ProxyOptions, type ProxyProgram, startProxy } from './proxy-program.ts';

/** Both where Debian and Ubuntu have them: the folder of the first is not on everybody's path. */
const SQUID = '/usr/sbin/squid';
const PASSWORD_CHECK = '/usr/lib/squid/basic_ncsa_auth';

export const hasSquid = existsSync(SQUID) && existsSync(PASSWORD_CHECK);
/** For the titles of tests that are skipped without it. */
export const NEEDS_SQUID = 'needs squid: apt-get install --no-install-recommends squid';

export interface SquidOptions extends ProxyOptions {
  /** Names that lead to 127.0.0.1, for the proxy alone. There are no others. */
  readonly hosts?: readonly string[];
  /** Where given, there is also a port at which clients talk TLS to the proxy. */
  readonly tls?: KeyPair;
}

export interface Tunnel {
  /** `host:port`. */
  readonly target: string;
  readonly status: number;
  /** Who the client said it was. */
  readonly user: string | undefined;
}

export interface Squid extends Omit<ProxyProgram, 'log'> {
  readonly securePort: number | undefined;
  /** The tunnels that were asked for and have ended, in that order. */
  tunnels(): Promise<Tunnel[]>;
}

/**
 * Starts squid, which asks no name server, so that real-looking names lead nowhere else.
 *
 * @throws Error with what it wrote, where it does not start.
 */
export async function startSquid(options: SquidOptions = {}): Promise<Squid> {
  const securePort = options.tls === undefined ? undefined : await freePort();
  const { log, ...proxy } = await startProxy('squid', async (folder, port) => {
    const logs = join(folder, 'logs');
    const configuration = join(folder, 'squid.conf');
    // Started by root, squid works as another user, who reads and writes here.
    await chmod(folder, 0o755);
    await mkdir(logs);
    await chmod(logs, 0o777);
    await writeFile(join(folder, 'hosts'), hostsFile(options));
    if (options.login !== undefined) {
      await writeFile(join(folder, 'passwords'), passwordFile(options.login));
    }
    if (options.tls !== undefined) {
      await writeFile(join(folder, 'certificate.pem'), options.tls.certificate);
      await writeFile(join(folder, 'key.pem'), options.tls.privateKey);
    }
    await writeFile(configuration, settings(options, { port, securePort, folder }));
    // The name keeps its shared memory apart from that of every other squid.
    const command = [SQUID, '-n', `test${port}`, '-N', '-f', configuration];
    return { command, logFile: join(logs, 'tunnels.log') };
  });
  return { ...proxy, securePort, tunnels: async () => (await log()).map(tunnelIn) };
}

function settings(
  { login, ports }: SquidOptions,
  { port, securePort, folder }: { port: number; securePort: number | undefined; folder: string },
): string {
  const certificate = `tls-cert=${folder}/certificate.pem tls-key=${folder}/key.pem`;
  return [
    `http_port 127.0.0.1:${port}`,
    ...(securePort === undefined ? [] : [`https_port 127.0.0.1:${securePort} ${certificate}`]),
    'visible_hostname squid.test',
    `hosts_file ${folder}/hosts`,
    // Nobody answers there.
    'dns_nameservers 127.0.0.1',
    'dns_timeout 1 second',
    'dns_retransmit_interval 1 second',
    'pid_filename none',
    'pinger_enable off',
    'cache deny all',
    'shutdown_lifetime 0 seconds',
    `coredump_dir ${folder}/logs`,
    `cache_log ${folder}/logs/squid.log`,
    'logformat tunnels %rm %ru %>Hs %un',
    `access_log stdio:${folder}/logs/tunnels.log logformat=tunnels`,
    ...(ports === undefined
      ? []
      : [`acl allowed_ports port ${ports.join(' ')}`, 'http_access deny !allowed_ports']),
    ...(login === undefined
      ? ['http_access allow all']
      : [
          `auth_param basic program ${PASSWORD_CHECK} ${folder}/passwords`,
          'auth_param basic children 1 startup=1',
          'acl known_users proxy_auth REQUIRED',
          'http_access allow known_users',
          'http_access deny all',
        ]),
    '',
  ].join('\n');
}

function hostsFile({ hosts = [] }: SquidOptions): string {
  return hosts.map((host) => `127.0.0.1 ${host}\n`).join('');
}

/** MD5 is one of the forms that squid's own program knows. */
function passwordFile({ user, password }: { user: string; password: string }): string {
  return `${user}:${createHash('md5').update(password).digest('hex')}\n`;
}

function tunnelIn(line: string): Tunnel {
  const [, target = '', status, user] = line.split(' ');
  return { target, status: Number(status), user: user === '-' ? undefined : user };
}
