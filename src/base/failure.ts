/** The public error codes. docs/troubleshooting.md has a heading for each. */
export type FailureCode =
  | 'E_INPUT_MISSING'
  | 'E_INPUT_CONFLICT'
  | 'E_INPUT_CHARSET'
  | 'E_INPUT_INVALID'
  | 'E_CREDENTIAL_FORMAT'
  | 'E_CREDENTIAL_SHAPE'
  | 'E_CREDENTIAL_SIZE'
  | 'E_CREDENTIAL_AMBIGUOUS'
  | 'E_CREDENTIAL_NO_SECRET'
  | 'E_CREDENTIAL_BASIC_ONLY'
  | 'E_CREDENTIAL_GRANT'
  | 'E_CERT_EXPIRED'
  | 'E_CERT_NOT_YET_VALID'
  | 'E_CERT_KEY_MISMATCH'
  | 'E_PEM'
  | 'E_PEM_ENCRYPTED'
  | 'E_CERT_NO_URL'
  | 'E_URL_INVALID'
  | 'E_URL_INSECURE'
  | 'E_URL_USERINFO'
  | 'E_URL_FRAGMENT'
  | 'E_URL_DOUBLED'
  | 'E_URL_SECRET_IN_QUERY'
  | 'E_HOST_NOT_ALLOWED'
  | 'E_DNS'
  | 'E_CONNECT'
  | 'E_TIMEOUT'
  | 'E_TLS_UNTRUSTED'
  | 'E_TLS'
  | 'E_TLS_DISABLED'
  | 'E_MTLS_REJECTED'
  | 'E_PROXY'
  | 'E_PROXY_AUTH'
  | 'E_REDIRECT'
  | 'E_PROTOCOL'
  | 'E_HEADERS_TOO_LARGE'
  | 'E_RESPONSE_TOO_LARGE'
  | 'E_ENCODING'
  | 'E_HTTP'
  | 'E_UNAUTHORIZED'
  | 'E_RATE_LIMITED'
  | 'E_TOKEN_EMPTY'
  | 'E_TOKEN_NOT_JSON'
  | 'E_TOKEN_MISSING'
  | 'E_TOKEN_CHARSET'
  | 'E_TOKEN_SIZE'
  | 'E_TOKEN_TYPE'
  | 'E_TOKEN_EXPIRES'
  | 'E_TOKEN_TENANT'
  | 'E_TOKEN_CLIENT'
  | 'E_SCOPE_MISSING'
  | 'E_OIDC_PERMISSION'
  | 'E_RUNNER'
  | 'E_CONFIG'
  | 'E_AUTHORITY_LOGIN'
  | 'E_AUTHORITY'
  | 'E_NOT_ROTATABLE'
  | 'E_VERIFY'
  | 'E_DESTINATION'
  | 'E_STALE'
  | 'E_LOCKED'
  | 'E_NAME';

/** The codes of warnings and notices. docs/troubleshooting.md has a heading for each. */
export type WarningCode =
  | 'W_SEVERAL_LINES'
  | 'W_OTHER_TEXT'
  | 'W_LEFT_OUT'
  | 'W_URL_REPAIRED'
  | 'W_CERT_ENDS_SOON'
  | 'W_SECRET_DAMAGED'
  | 'W_SECRET_SHORT'
  | 'W_CLIENT_ID_CUT'
  | 'W_STORED_UNUSED'
  | 'W_ENDPOINT_TAKEN'
  | 'W_TOKEN_LARGE'
  | 'W_CLOCK'
  | 'W_SCOPE_NOT_GRANTED'
  | 'W_INPUT_UNKNOWN'
  | 'W_SET_NAMES'
  | 'W_MORE'
  | 'W_ROTATION'
  | 'W_DESTINATION';

/** What works today and will trouble its owner: put into words, without any part of a secret. */
export interface Warning {
  readonly code: WarningCode;
  /** Sentences with a full stop. */
  readonly text: string;
  /** Where it is no more than a word about a choice; left out: a warning. */
  readonly level?: 'notice';
}

/** The section of the public page that explains an annotation. */
export function sectionAddress(code: FailureCode | WarningCode): string {
  return `${TROUBLESHOOTING}#${code.toLowerCase()}`;
}

const TROUBLESHOOTING =
  'https://github.com/api-client-credentials/api-client-credentials/blob/HEAD/docs/troubleshooting.md';

/** The parts of a failure, and what its reader is told of them, in this order. */
export interface FailureParts {
  /** What happened and where, in sentences, with a full stop. */
  readonly happened: string;
  /** Host, number of attempts, correlation id: what a person looks up or hands on. */
  readonly facts?: readonly string[];
  /** What to do next, in sentences; empty where nothing can be said. */
  readonly next?: string;
}

/**
 * A failure that its reader can act on: a code, and parts that are put into words at the edge alone.
 *
 * The parts are this project's own words and sanitised fields. They never carry a caught error's
 * message: `JSON.parse` quotes its input, and that input is a secret. Whoever knows more about a
 * failure makes another one of its parts (`withParts`); nobody searches or lengthens its sentences.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly happened: string;
  readonly facts: readonly string[];
  readonly next: string;

  constructor(
    code: FailureCode,
    happened: string,
    next: string = '',
    facts: readonly string[] = [],
  ) {
    super();
    this.name = 'Failure';
    this.code = code;
    this.happened = happened;
    this.next = next;
    this.facts = facts;
  }

  /** One line: what happened, the facts in brackets, what to do next. */
  override get message(): string {
    return inWords(this);
  }

  /** By name: each file of dist has a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && /^(?:Transport)?Failure$/.test(value.name);
  }
}

/** The same failure with other parts; facts are added to those that it has. */
export function withParts(failure: Failure, parts: Partial<FailureParts>): Failure {
  const { happened = failure.happened, next = failure.next, facts = [] } = parts;
  return new Failure(failure.code, happened, next, [...failure.facts, ...facts]);
}

function inWords({ happened, facts, next }: Required<FailureParts>): string {
  const place = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  const what = place === '' ? happened : `${happened.replace(/\.$/, '')}${place}.`;
  return next === '' ? what : `${what} ${next}`;
}

/** Made by this project: nothing else has a code of this form. */
export function isOwn(value: unknown): value is Error {
  return value instanceof Error && 'code' in value && /^E_[A-Z_]+$/.test(String(value.code));
}

/** A fault of this action itself. Its message may hold anything, so only its kind is told. */
export function unexpected(error: unknown): Failure {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place =
    error instanceof Error ? (/[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '') : '';
  return new Failure(
    'E_RUNNER',
    `The action failed in a way that was not foreseen (${kind} ${place}).`,
    'Please report this with the version of the action.',
  );
}

/**
 * What a failure is about, for whoever decides by it:
 * - `workflow`: a mistake in the workflow or the inventory, which no other run mends;
 * - `input`: a mistake in an input, likewise;
 * - `credential`: the stored text is no credential that could give a token;
 * - `refused`: a server, or the end of a certificate, says that the client is not good any more;
 * - `login`: whoever issues the credential, or GitHub, does not accept the login;
 * - `transport`: no complete answer came;
 * - `answer`: an answer came, and there is no token in it;
 * - `token`: a token came, and it cannot be used;
 * - `rotation`: the rotation itself could not go on.
 */
export type FailureClass =
  | 'workflow'
  | 'input'
  | 'credential'
  | 'refused'
  | 'login'
  | 'transport'
  | 'answer'
  | 'token'
  | 'rotation';

const CLASSES: Readonly<Record<FailureCode, FailureClass>> = {
  E_INPUT_MISSING: 'input',
  E_INPUT_CONFLICT: 'input',
  E_INPUT_CHARSET: 'input',
  E_INPUT_INVALID: 'input',
  E_CREDENTIAL_FORMAT: 'credential',
  E_CREDENTIAL_SHAPE: 'credential',
  E_CREDENTIAL_SIZE: 'credential',
  E_CREDENTIAL_AMBIGUOUS: 'credential',
  E_CREDENTIAL_NO_SECRET: 'credential',
  E_CREDENTIAL_BASIC_ONLY: 'credential',
  E_CREDENTIAL_GRANT: 'credential',
  E_CERT_EXPIRED: 'refused',
  E_CERT_NOT_YET_VALID: 'credential',
  E_CERT_KEY_MISMATCH: 'credential',
  E_PEM: 'credential',
  E_PEM_ENCRYPTED: 'credential',
  E_CERT_NO_URL: 'credential',
  E_URL_INVALID: 'credential',
  E_URL_INSECURE: 'credential',
  E_URL_USERINFO: 'credential',
  E_URL_FRAGMENT: 'credential',
  E_URL_DOUBLED: 'credential',
  E_URL_SECRET_IN_QUERY: 'credential',
  E_HOST_NOT_ALLOWED: 'workflow',
  E_DNS: 'transport',
  E_CONNECT: 'transport',
  E_TIMEOUT: 'transport',
  E_TLS_UNTRUSTED: 'transport',
  E_TLS: 'transport',
  E_TLS_DISABLED: 'workflow',
  E_MTLS_REJECTED: 'refused',
  E_PROXY: 'transport',
  E_PROXY_AUTH: 'transport',
  E_REDIRECT: 'answer',
  E_PROTOCOL: 'transport',
  E_HEADERS_TOO_LARGE: 'transport',
  E_RESPONSE_TOO_LARGE: 'transport',
  E_ENCODING: 'transport',
  E_HTTP: 'answer',
  E_UNAUTHORIZED: 'refused',
  E_RATE_LIMITED: 'answer',
  E_TOKEN_EMPTY: 'token',
  E_TOKEN_NOT_JSON: 'token',
  E_TOKEN_MISSING: 'token',
  E_TOKEN_CHARSET: 'token',
  E_TOKEN_SIZE: 'token',
  E_TOKEN_TYPE: 'token',
  E_TOKEN_EXPIRES: 'token',
  E_TOKEN_TENANT: 'token',
  E_TOKEN_CLIENT: 'token',
  E_SCOPE_MISSING: 'token',
  E_OIDC_PERMISSION: 'login',
  E_RUNNER: 'workflow',
  E_CONFIG: 'workflow',
  E_AUTHORITY_LOGIN: 'login',
  E_AUTHORITY: 'rotation',
  E_NOT_ROTATABLE: 'rotation',
  E_VERIFY: 'rotation',
  E_DESTINATION: 'rotation',
  E_STALE: 'rotation',
  E_LOCKED: 'rotation',
  E_NAME: 'workflow',
};

export function classOf({ code }: Pick<Failure, 'code'>): FailureClass {
  return CLASSES[code];
}
