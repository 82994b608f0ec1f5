import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { hostAllowed, secureUrl, withoutSlashes } from '../../credentials/urls.ts';
import { Failure } from '../../failure.ts';
import { hasControls } from '../../text.ts';
import type { AuthorityWorld } from '../authority-kind.ts';
import { type CfLogin, cfLogin } from './cloud-foundry-login.ts';

/** The settings and the login, checked, and what one run knows. */
export interface CfContext {
  /** Without a slash at its end. */
  readonly api: string;
  readonly apiHost: string;
  readonly organization: string;
  readonly space: string;
  readonly instance: string;
  /** Of each new key, for its service broker; undefined: none. */
  readonly parameters: JsonObject | undefined;
  readonly login: CfLogin;
  /** The hosts that may be spoken to, with `*.` wildcards. */
  readonly allowedHosts: readonly string[];
  readonly world: AuthorityWorld;
  /** Every secret so far: no text that repeats a part of one is shown. */
  readonly secrets: readonly string[];
  /** Has a secret masked and remembers it. */
  readonly keepSecret: (secret: string) => void;
}

/**
 * @throws Failure E_CONFIG where the settings do not follow the schema, E_INPUT_MISSING,
 * E_AUTHORITY_LOGIN, E_HOST_NOT_ALLOWED, and what `secureUrl` throws.
 */
export function cfContext(
  settings: JsonObject,
  login: string | undefined,
  world: AuthorityWorld,
): CfContext {
  const secrets: string[] = [];
  const keepSecret = (secret: string): void => {
    if (secret === '' || secrets.includes(secret)) return;
    secrets.push(secret);
    world.onSecret(secret);
  };
  // First, so that whatever is wrong with the settings, the login is masked.
  const checkedLogin = cfLogin(login, keepSecret);
  const api = secureUrl(textOf(settings, 'api'), 'api of the authority cloud-foundry');
  const allowedHosts = world.allowedHosts ?? hostsBeside(api);
  if (!hostAllowed(api, allowedHosts)) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The Cloud Foundry API ${api.host} is not among the allowed-hosts. Nothing was sent.`,
    );
  }
  const { parameters } = settings;
  if (parameters !== undefined && !isJsonObject(parameters)) throw invalid('parameters');
  return {
    api: withoutSlashes(`${api.origin}${api.pathname}`),
    apiHost: api.host,
    organization: textOf(settings, 'organization'),
    space: textOf(settings, 'space'),
    instance: textOf(settings, 'instance'),
    parameters,
    login: checkedLogin,
    allowedHosts,
    world,
    secrets,
    keepSecret,
  };
}

function textOf(settings: JsonObject, name: string): string {
  const value = settings[name];
  if (typeof value === 'string' && value.trim() !== '' && value.isWellFormed()) {
    if (!hasControls(value)) return value;
  }
  throw invalid(name);
}

function invalid(name: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The setting ${name} of the authority cloud-foundry is missing or not what it must be. It needs api (https://api.cf.eu10.hana.ondemand.com or the like), organization, space and instance, and may have parameters, an object.`,
  );
}

/**
 * The API itself and the hosts of its own system domain, where Cloud Foundry puts UAA and login: for
 * api.cf.eu10.hana.ondemand.com all below cf.eu10.hana.ondemand.com. All below
 * eu10.hana.ondemand.com would be too much: its cfapps are the applications of everybody.
 */
function hostsBeside({ hostname }: URL): readonly string[] {
  const [, domain] = /^api\.([^.]+\.[^.].*)$/.exec(hostname) ?? [];
  return domain === undefined ? [hostname] : [hostname, `*.${domain}`];
}
