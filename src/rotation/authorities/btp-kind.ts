import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import type { AuthorityKind, AuthorityWorld } from '../authority-kind.ts';
import { hasTexts, loginObject, unusableLogin } from './authority-login.ts';
import { type BtpLogin, type BtpScope, btpAuthority } from './btp.ts';

const EXPECTED =
  'JSON with the texts "userName" and "password", and "idp" where the user is not one of the SAP ID service; or with "oidc": true and the texts "idp" and "audience"';

/** The members of `scope` in the inventory, and what the authority calls them. */
const SCOPES: Readonly<Record<string, (id: string) => BtpScope>> = {
  'global-account': (globalAccount) => ({ globalAccount }),
  directory: (directory) => ({ directory }),
  subaccount: (subaccount) => ({ subaccount }),
};

/** API credentials of XSUAA, as the inventory describes where they are issued. */
export const btp: AuthorityKind = {
  kind: 'btp',
  open: (settings, login, world) =>
    btpAuthority({
      cliServer: textOf(settings['cli-server']),
      protocolVersion: textOf(settings['protocol-version']),
      subdomain: textOf(settings['subdomain']) ?? '',
      scope: scopeOf(settings['scope']),
      readOnly: settings['read-only'] === true,
      login: btpLogin(loginObject('btp', login, EXPECTED, world.onSecret), world),
      allowedHosts: world.allowedHosts,
      send: world.send,
      timing: world.timing,
      deadline: world.deadline,
      newCorrelationId: world.newCorrelationId,
      onSecret: world.onSecret,
      onProgress: world.onProgress,
    }),
};

function btpLogin(login: JsonObject, world: AuthorityWorld): BtpLogin {
  const { oidc, ...texts } = login;
  if (oidc === true && hasTexts(texts, ['idp', 'audience'])) {
    const { idp, audience } = texts as { readonly idp: string; readonly audience: string };
    return { assertion: () => world.oidcToken(audience), idp };
  }
  if (oidc === undefined && hasTexts(texts, ['userName', 'password'], ['idp'])) {
    return texts as { readonly userName: string; readonly password: string; readonly idp?: string };
  }
  throw unusableLogin('btp', EXPECTED);
}

function scopeOf(scope: unknown): BtpScope {
  const [only, ...others] = isJsonObject(scope) ? Object.entries(scope) : [];
  const [name = '', id] = only ?? [];
  const make = Object.hasOwn(SCOPES, name) ? SCOPES[name] : undefined;
  if (make !== undefined && typeof id === 'string' && others.length === 0) return make(id);
  throw new Failure(
    'E_CONFIG',
    'The scope of the authority btp must be a map with exactly one of global-account, directory and subaccount.',
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
