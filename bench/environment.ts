import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string>>;

/**
 * What a job sees of a hosted runner, built from nothing: whatever the caller's shell exports (a
 * NODE_EXTRA_CA_CERTS with a hundred certificates, say) would be measured with every case.
 *
 * @param home an empty folder, so that no ~/.curlrc or the like takes part
 * @param path value of PATH
 * @param caFile the one certificate that the server's is signed with
 */
export function jobEnvironment(home: string, path: string, caFile: string): Environment {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_JOB: 'release',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octocat/portal',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1000000001',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'release',
    HOME: home,
    LANG: 'C.UTF-8',
    NODE_EXTRA_CA_CERTS: caFile,
    PATH: path,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: 'Linux',
  };
}

/** Makes the files and folders that the runner gives to one step, all of them empty. */
export async function stepEnvironment(folder: string) {
  const files = {
    GITHUB_ENV: join(folder, 'env'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_PATH: join(folder, 'path'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  const folders = {
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_TEMP: join(folder, 'temp'),
  };
  await Promise.all([
    ...Object.values(files).map((file) => writeFile(file, '')),
    ...Object.values(folders).map((each) => mkdir(each)),
  ]);
  return { ...files, ...folders };
}
