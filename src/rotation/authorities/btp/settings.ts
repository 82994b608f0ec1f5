import { Failure } from '../../../base/failure.ts';
import { hostAllowed, secureUrl, withoutSlashes } from '../../../base/url.ts';
import type { AuthorityContext } from '../../types.ts';

/** Where the credentials are issued: exactly one of the three. */
export type BtpScope =
  /** The subdomain of a global account. */
  | { readonly globalAccount: string }
  /** The id of a directory. */
  | { readonly directory: string }
  /** The id of a subaccount. */
  | { readonly subaccount: string };

/** `idp` is the tenant of SAP Cloud Identity Services; left out: the SAP ID service. */
export type BtpLogin =
  | { readonly userName: string; readonly password: string; readonly idp?: string | undefined }
  /** `assertion` gives a JWT that the tenant takes (RFC 7523 2.1), a new one for each login. */
  | { readonly assertion: () => Promise<string>; readonly idp: string };

export interface BtpOptions {
  /** Default: https://cli.btp.cloud.sap. */
  readonly cliServer?: string | undefined;
  /** Default: v2.106.1. Versions that have grown too old are refused at the login. */
  readonly protocolVersion?: string | undefined;
  /** Of the global account, also where the scope is a directory or a subaccount. */
  readonly subdomain: string;
  readonly scope: BtpScope;
  /** Credentials that may only read. Default: false. */
  readonly readOnly?: boolean | undefined;
  readonly login: BtpLogin;
}

/** The options, checked. */
export interface BtpSettings extends BtpOptions {
  /** Without a slash at its end. */
  readonly server: string;
  readonly version: string;
  readonly idp: string;
  /** With `*.` wildcards. Where the input names none: the server alone, so redirects end there. */
  readonly allowedHosts: readonly string[];
  /** The parameters that name the scope, as the CLI server calls them. */
  readonly scopeParameters: Readonly<Record<string, string>>;
}

const DEFAULT_SERVER = 'https://cli.btp.cloud.sap';

/** Of 2026-07; the parameters of API credentials are the same in all versions since v2.64.0. */
const DEFAULT_VERSION = 'v2.106.1';

const SCOPES: readonly string[] = ['globalAccount', 'directory', 'subaccount'];

/**
 * @throws Failure E_AUTHORITY where an option makes no sense, E_HOST_NOT_ALLOWED, and what
 * `secureUrl` throws.
 */
export function btpSettings(options: BtpOptions, context: AuthorityContext): BtpSettings {
  const { login } = options;
  if ('password' in login) context.secrets.keep([login.password]);
  checkNames(options);
  const server = secureUrl(options.cliServer ?? DEFAULT_SERVER, 'cli-server');
  const allowedHosts = context.allowedHosts ?? [server.host];
  if (!hostAllowed(server, allowedHosts)) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The BTP CLI server ${server.host} is not among the allowed-hosts. Nothing was sent.`,
    );
  }
  const version = options.protocolVersion ?? DEFAULT_VERSION;
  if (!/^v\d{1,4}(?:\.\d{1,4}){1,2}$/.test(version)) {
    throw invalid('the protocol version must look like v2.106.1');
  }
  return {
    ...options,
    server: withoutSlashes(server.href),
    version,
    idp: login.idp ?? '',
    allowedHosts,
    scopeParameters: scopeParameters(options.scope),
  };
}

/** They become headers, or decide who logs in. */
function checkNames({ subdomain, login }: BtpOptions): void {
  if (!/^[\x21-\x7e]+$/.test(subdomain)) {
    throw invalid(
      'the subdomain of the global account is missing, or has other characters than one',
    );
  }
  if (!/^[\w.-]*$/.test(login.idp ?? '')) {
    throw invalid(
      'idp must be a tenant of SAP Cloud Identity Services, such as acmetenant or acmetenant.accounts.ondemand.com, not a URL',
    );
  }
  if ('password' in login && (login.userName === '' || login.password === '')) {
    throw new Failure(
      'E_AUTHORITY_LOGIN',
      'The login of the authority btp has no userName or no password.',
      'A secret is empty when it is not set, or when the job does not name its environment.',
    );
  }
}

function scopeParameters(scope: BtpScope): Record<string, string> {
  const named = Object.entries(scope).filter(
    ([, value]) => typeof value === 'string' && value !== '',
  );
  const [first] = named;
  if (first === undefined || named.length > 1 || !SCOPES.includes(first[0])) {
    throw invalid('the scope must name one global account, directory or subaccount');
  }
  return { [first[0]]: first[1] };
}

function invalid(what: string): Failure {
  return new Failure('E_AUTHORITY', `The settings of the authority btp cannot be used: ${what}.`);
}
