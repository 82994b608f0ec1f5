import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProxyOptions, type ProxyProgram, startProxy } from './proxy-program.ts';

export const hasTinyproxy = spawnSync('tinyproxy', ['-v']).status === 0;
/** For the titles of tests that are skipped without it. */
export const NEEDS_TINYPROXY = 'needs tinyproxy: apt-get install tinyproxy-bin';

export interface Tinyproxy extends Omit<ProxyProgram, 'log'> {
  /** `host:port` of each CONNECT so far, in order, whether it was answered or refused. */
  connects(): Promise<string[]>;
}

/**
 * Starts tinyproxy, which resolves names as this machine does.
 *
 * @param options.login of letters, digits, `-`, `.` and `_`: tinyproxy cannot read any other.
 * @throws Error with what it wrote, where it does not start.
 */
export async function startTinyproxy(options: ProxyOptions = {}): Promise<Tinyproxy> {
  const { log, ...proxy } = await startProxy('tinyproxy', async (folder, port) => {
    const configuration = join(folder, 'tinyproxy.conf');
    const logFile = join(folder, 'tinyproxy.log');
    await writeFile(configuration, settings(options, port, logFile));
    return { command: ['tinyproxy', '-d', '-c', configuration], logFile };
  });
  return { ...proxy, connects: async () => (await log()).flatMap(targetIn) };
}

function settings({ login, ports = [] }: ProxyOptions, port: number, logFile: string): string {
  return [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    `LogFile "${logFile}"`,
    'LogLevel Connect',
    ...ports.map((allowed) => `ConnectPort ${allowed}`),
    ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
    '',
  ].join('\n');
}

function targetIn(line: string): string[] {
  return /: CONNECT (\S+) HTTP/.exec(line)?.slice(1) ?? [];
}
