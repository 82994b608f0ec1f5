import { describe, expect, test } from 'vitest';
import {
  type GitHubSecretDescription,
  gitHubPlace,
  type SecretPlace,
} from '../../../src/rotation/destinations/github/secret-place.ts';

describe('the description of a GitHub secret', () => {
  test.for<[GitHubSecretDescription, string, SecretPlace['scope'], string]>([
    [
      { repository: 'acme/portal', secret: 'CALM_KEY' },
      'secret CALM_KEY of acme/portal',
      {
        kind: 'repository',
        path: '/repos/{owner}/{repo}/actions/secrets',
        ids: { owner: 'acme', repo: 'portal' },
      },
      'secrets ',
    ],
    [
      { repository: 'a-b_c/.github', environment: 'prod', secret: '_x1' },
      'secret _x1 of a-b_c/.github, environment prod',
      {
        kind: 'repository',
        path: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
        ids: { owner: 'a-b_c', repo: '.github', environment_name: 'prod' },
      },
      'environments ',
    ],
    [
      { repository: 'acme/portal', kind: 'dependabot', secret: 'CALM_KEY' },
      'Dependabot secret CALM_KEY of acme/portal',
      {
        kind: 'repository',
        path: '/repos/{owner}/{repo}/dependabot/secrets',
        ids: { owner: 'acme', repo: 'portal' },
      },
      'dependabot_secrets ',
    ],
    [
      { organization: 'acme', secret: 'CALM_KEY' },
      'secret CALM_KEY of organization acme',
      {
        kind: 'organization',
        path: '/orgs/{org}/actions/secrets',
        ids: { org: 'acme' },
      },
      'organization_secrets ',
    ],
    [
      { organization: 'acme', kind: 'dependabot', secret: 'CALM_KEY' },
      'Dependabot secret CALM_KEY of organization acme',
      {
        kind: 'organization',
        path: '/orgs/{org}/dependabot/secrets',
        ids: { org: 'acme' },
      },
      'organization_dependabot_secrets ',
    ],
  ])('%j', ([description, label, scope, permission]) => {
    const place = gitHubPlace(description);
    expect(place).toMatchObject({ label, scope, name: description.secret });
    expect(place.permission.startsWith(permission)).toBe(true);
  });

  test('may have members that are undefined', () => {
    const description = { repository: 'acme/portal', environment: undefined, secret: 'K' };
    expect(gitHubPlace(description).label).toBe('secret K of acme/portal');
  });

  const repository = 'acme/portal';
  const secret = 'KEY';
  test.for<[unknown, string]>([
    [{ secret }, 'either a repository or an organization'],
    [{ secret, repository, organization: 'acme' }, 'either a repository or an organization'],
    [{ secret, organization: 'acme', environment: 'prod' }, 'names an environment'],
    [{ secret, repository, environment: 'prod', kind: 'dependabot' }, 'names an environment'],
    [{ secret, repository, kind: 'codespaces' }, 'the kind codespaces'],
    [{ secret, repository, enviroment: 'prod' }, 'the member enviroment'],
    [{ secret, repository, environment: 7 }, 'The member environment of a destination is no text'],
    [{ secret: null, repository }, 'The member secret of a destination is no text'],
    [{ repository }, 'does not name its secret'],
    [{ repository, secret: '' }, 'does not name its secret'],
    [{ repository, secret: '1KEY' }, 'cannot be called 1KEY'],
    [{ repository, secret: 'MY-KEY' }, 'cannot be called MY-KEY'],
    [{ repository, secret: 'KEY\n' }, 'cannot be called KEY:'],
    [{ repository, secret: 'public-key' }, 'cannot be called public-key'],
    [{ repository, secret: 'K\u00c9Y' }, 'cannot be called'],
    [{ repository, secret: 'GITHUB_KEY' }, 'cannot be called GITHUB_KEY'],
    [{ repository, secret: 'gitHub_key' }, 'cannot be called gitHub_key'],
    [{ secret, repository: 'portal' }, 'not owner and name, as acme/portal'],
    [{ secret, repository: 'acme/portal/x' }, 'not owner and name'],
    [{ secret, repository: 'https://github.com/acme/portal' }, 'not owner and name'],
    [{ secret, repository: 'acme/..' }, 'not owner and name'],
    [{ secret, repository: '../portal' }, 'not owner and name'],
    [{ secret, repository: 'acme/po?rtal' }, 'not owner and name'],
    [{ secret, repository: 'acme/port\u00e4l' }, 'not owner and name'],
    [{ secret, repository: '' }, 'not owner and name'],
    [{ secret, organization: 'acme/portal' }, 'not a name, as acme'],
    [{ secret, organization: '..' }, 'not a name, as acme'],
    [{ secret, organization: '' }, 'not a name, as acme'],
    [{ secret, repository, environment: '' }, 'is empty, too long'],
    [{ secret, repository, environment: ' ' }, 'is empty, too long'],
    [{ secret, repository, environment: 'a\nb' }, 'has control characters'],
    [{ secret, repository, environment: 'x'.repeat(256) }, 'too long'],
    [{ secret, repository, environment: '.' }, 'a dot or two'],
    [{ secret, repository, environment: '..' }, 'a dot or two'],
  ])('%j is refused', ([description, message]) => {
    expect(() => gitHubPlace(description as GitHubSecretDescription)).toThrow(
      expect.objectContaining({
        code: 'E_DESTINATION',
        message: expect.stringContaining(message),
      }),
    );
  });
});
