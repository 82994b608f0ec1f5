import { Failure } from '../../../base/failure.ts';
import { hasControls, listOf, oneLine } from '../../../base/text.ts';

/** A destination as the inventory describes it. */
export interface GitHubSecretDescription {
  /** `owner/name`; either this or an organization. */
  readonly repository?: string | undefined;
  readonly environment?: string | undefined;
  readonly organization?: string | undefined;
  readonly secret: string;
  /** Left out: a secret of GitHub Actions. */
  readonly kind?: 'dependabot' | undefined;
}

/** Where one secret is, in the terms of GitHub's REST API. */
export interface SecretPlace {
  /** `secret CALM_KEY of acme/portal, environment prod`. */
  readonly label: string;
  /** What the URL names, for a 404: `repository acme/portal or environment prod`. */
  readonly surroundings: string;
  /** The permission that writing takes, as GitHub Apps name it and as its settings show it. */
  readonly permission: string;
  /** The name of the secret. */
  readonly name: string;
  readonly scope: RepositoryScope | OrganizationScope;
}

/** A repository, or an environment of it. */
interface RepositoryScope {
  readonly kind: 'repository';
  /** The path of all its secrets. */
  readonly path:
    | '/repos/{owner}/{repo}/actions/secrets'
    | '/repos/{owner}/{repo}/dependabot/secrets'
    | '/repos/{owner}/{repo}/environments/{environment_name}/secrets';
  /** What fills the path. */
  readonly ids: {
    readonly owner: string;
    readonly repo: string;
    readonly environment_name?: string;
  };
}

export interface OrganizationScope {
  readonly kind: 'organization';
  readonly path: '/orgs/{org}/actions/secrets' | '/orgs/{org}/dependabot/secrets';
  readonly ids: { readonly org: string };
}

const MEMBERS = ['repository', 'environment', 'organization', 'secret', 'kind'] as const;

/** How long the names of environments can be. */
const LONGEST_ENVIRONMENT = 255;

/**
 * Reads the description of a GitHub secret.
 *
 * @throws Failure E_DESTINATION
 */
export function gitHubPlace(description: GitHubSecretDescription): SecretPlace {
  checkMembers(description);
  const { repository, environment, organization, kind } = description;
  const secret = secretName(description.secret);
  const dependabot = kind === 'dependabot';
  if ((repository === undefined) === (organization === undefined)) {
    throw unfit(`The destination ${secret} needs either a repository or an organization.`);
  }
  if (environment !== undefined && (organization !== undefined || dependabot)) {
    throw unfit(
      `The destination ${secret} names an environment, which only the Actions secrets of a repository have.`,
      'Remove the environment, or the organization or kind beside it.',
    );
  }
  const what = `${dependabot ? 'Dependabot secret' : 'secret'} ${secret} of`;
  if (organization !== undefined) {
    return {
      label: `${what} organization ${checked(organization, OWNER, 'organization')}`,
      surroundings: `organization ${organization}`,
      permission: dependabot
        ? 'organization_dependabot_secrets (organization permission Dependabot secrets)'
        : 'organization_secrets (organization permission Secrets)',
      name: secret,
      scope: {
        kind: 'organization',
        path: dependabot ? '/orgs/{org}/dependabot/secrets' : '/orgs/{org}/actions/secrets',
        ids: { org: organization },
      },
    };
  }
  const [owner = '', repo = ''] = checked(repository ?? '', REPOSITORY, 'repository').split('/');
  if (environment !== undefined) {
    const shown = environmentName(environment);
    return {
      label: `${what} ${repository}, environment ${shown}`,
      surroundings: `repository ${repository} or environment ${shown}`,
      permission: 'environments (repository permission Environments)',
      name: secret,
      scope: {
        kind: 'repository',
        path: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
        ids: { owner, repo, environment_name: environment },
      },
    };
  }
  return {
    label: `${what} ${repository}`,
    surroundings: `repository ${repository}`,
    permission: dependabot
      ? 'dependabot_secrets (repository permission Dependabot secrets)'
      : 'secrets (repository permission Secrets)',
    name: secret,
    scope: {
      kind: 'repository',
      path: dependabot
        ? '/repos/{owner}/{repo}/dependabot/secrets'
        : '/repos/{owner}/{repo}/actions/secrets',
      ids: { owner, repo },
    },
  };
}

function checkMembers(description: GitHubSecretDescription): void {
  const known: readonly string[] = MEMBERS;
  for (const [member, value] of Object.entries(description)) {
    if (!known.includes(member)) {
      throw unfit(
        `A destination has the member ${oneLine(member, 40)}.`,
        `A GitHub secret is described by ${listOf(MEMBERS)}.`,
      );
    }
    if (value !== undefined && typeof value !== 'string') {
      throw unfit(`The member ${member} of a destination is no text.`);
    }
  }
  const { kind } = description;
  if (kind !== undefined && kind !== 'dependabot') {
    throw unfit(
      `A destination has the kind ${oneLine(kind, 40)}.`,
      'Expected dependabot, or no kind for a secret of GitHub Actions.',
    );
  }
}

const OWNER = /^[A-Za-z0-9_-]{1,100}$/;

const REPOSITORY = /^[A-Za-z0-9_-]{1,100}\/(?!\.\.?$)[A-Za-z0-9_.-]{1,100}$/;

function checked(text: string, form: RegExp, what: 'organization' | 'repository'): string {
  if (form.test(text)) return text;
  const expected = what === 'organization' ? 'a name, as acme' : 'owner and name, as acme/portal';
  throw unfit(`The ${what} ${oneLine(text, 80)} of a destination is not ${expected}.`);
}

/** GitHub's rules for the names of secrets. */
function secretName(name: string | undefined): string {
  if (name === undefined || name === '') throw unfit('A destination does not name its secret.');
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name) || /^GITHUB_/i.test(name)) {
    throw unfit(
      `A destination cannot be called ${oneLine(name, 80)}: the name of a secret has letters, digits and underscores, begins with no digit and not with GITHUB_.`,
    );
  }
  return name;
}

/** Nearly any text. As `.` and `..`, however written, it would be another URL. */
function environmentName(name: string): string {
  if (name.trim() === '' || name.length > LONGEST_ENVIRONMENT || hasControls(name)) {
    throw unfit('The environment of a destination is empty, too long or has control characters.');
  }
  if (/^\.\.?$/.test(name)) {
    throw unfit('The environment of a destination is a dot or two, which no URL can name.');
  }
  return oneLine(name, 100);
}

function unfit(happened: string, next = ''): Failure {
  return new Failure('E_DESTINATION', happened, next);
}
