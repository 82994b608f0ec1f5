// What is visibly wrong with one value: a client secret, a client id, a URL, a text that should be a
// credential. Nothing here says a character of the value.

/** How sure it is that a value is damaged. */
export type Certainty =
  /** No issuer makes such a value: it is refused before anything is sent. */
  | 'certain'
  /** Hardly any issuer does: its owner is warned. */
  | 'likely'
  /** Some do: it is told where a server has refused the value. */
  | 'possible';

/** What is wrong with a value, in words that show nothing of it. */
export interface Damage {
  /** To be read behind the name of the value: `is in quotes`. No full stop. */
  readonly what: string;
  /** What to do next: a sentence. */
  readonly next: string;
  readonly certainty: Certainty;
}

/** What is wrong with a value, whatever it should be; undefined: nothing that can be seen. */
export function damageOf(value: string): Damage | undefined {
  return firstOf(ANY, value.trim());
}

/**
 * What is wrong with a client secret; undefined: nothing that can be seen.
 *
 * @param isOfXsuaa was it issued by XSUAA, whose secrets have a form of their own?
 */
export function damageOfSecret(
  clientSecret: string,
  clientId: string,
  isOfXsuaa: boolean,
): Damage | undefined {
  if (isPlainIdOfXsuaa(clientSecret) || isSecretOfIssuer(clientId)) return SWAPPED;
  if (isText(clientSecret) && isSecretOfIssuer(Buffer.from(clientSecret, 'base64').toString())) {
    return { ...IN_BASE64, certainty: 'certain' };
  }
  const found = firstOf(SECRET, clientSecret.trim()) ?? damageOf(clientSecret);
  if (found !== undefined && found.certainty !== 'possible') return found;
  if (clientId.length > 4 && clientSecret.startsWith(`${clientId}:`)) return PAIR;
  if (isOfXsuaa && lostItsDollar(clientSecret)) return LOST_DOLLAR;
  if (isOfOthers(clientSecret)) return { ...SWAPPED, certainty: 'likely' };
  return found ?? possibleDamage(clientSecret, clientId);
}

/** What only a server that has refused the secret gives a reason to think of. */
function possibleDamage(clientSecret: string, clientId: string): Damage | undefined {
  if (clientSecret === clientId) return SAME_AS_ID;
  if (isRandom(clientId) && /^(?:[a-z][a-z0-9_-]{2,40}|[0-9a-f-]{36})$/.test(clientSecret)) {
    return { ...SWAPPED, certainty: 'possible' };
  }
  return isText(clientSecret) ? IN_BASE64 : undefined;
}

/** Long, and of small and capital letters and digits, as secrets are and names are not. */
function isRandom(text: string): boolean {
  return (
    /^[\w.~+/=-]{30,}$/.test(text) && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text))
  );
}

/** Is this base64 of nothing but ASCII text? What issuers draw by chance is never that. */
function isText(base64: string): boolean {
  if (!/^[A-Za-z0-9+/]{16,4000}={0,2}$/.test(base64)) return false;
  const decoded = Buffer.from(base64, 'base64').toString('latin1');
  return /^[\x20-\x7e]+\n?$/.test(decoded);
}

/** What is wrong with a client id; undefined: nothing that can be seen. */
export function damageOfClientId(clientId: string, isOfXsuaa: boolean): Damage | undefined {
  const found = firstOf(CLIENT_ID, clientId.trim()) ?? damageOf(clientId);
  if (found?.certainty === 'certain') return found;
  return isOfXsuaa && looksCut(clientId) && found?.what !== IN_QUOTES ? CUT_ID : found;
}

/** What is wrong with a text that should be a URL; undefined: nothing that can be seen. */
export function damageOfUrl(text: string): Damage | undefined {
  const found = damageOf(text);
  return found?.certainty === 'certain' ? found : (firstOf(URLS, text.trim()) ?? found);
}

type Rule = readonly [certainty: Certainty, pattern: RegExp, what: string, next: string];

function firstOf(rules: readonly Rule[], value: string): Damage | undefined {
  const found = rules.find(([, pattern]) => pattern.test(value));
  return found && { certainty: found[0], what: found[2], next: found[3] };
}

/** Also of a whole text, where some of the braces may be lost (warnings.ts). */
export const AN_EXPRESSION = {
  what: 'is the text of an expression, not its value',
  next: 'Write it in the workflow as an expression, $' + '{{ secrets.NAME }}, and nowhere else.',
} as const;

const STORE_THE_VALUE = 'Store the value itself, exactly as it was handed out.';
const IN_QUOTES = 'is in quotes';
const AFTER_A_NAME = [
  'begins with the name of a variable',
  'Store what is behind NAME= alone.',
] as const;
const RESOLVE = 'Let that tool put in the value, or store the value itself.';

/** In any place. Each pattern takes time linear in the length of the value. */
const ANY: readonly Rule[] = [
  [
    'certain',
    /^(?:<<.*>>|\*{3,}|[\u2022\u25cf]+|[[(<](?:redacted|masked|filtered|hidden|sensitive(?: value)?|secure|private data hidden)[\])>]|\d+ bytes)$/is,
    'is what a tool writes where it does not show a secret',
    'Export the credential with its secrets, or take it from where it was issued.',
  ],
  [
    'certain',
    /^(?:\$ *\{\{.*\}\}|[\s${]*(?:secrets|vars|env|inputs|github|needs|steps)(?:\.[A-Za-z_][\w.-]*|\[.{1,200}\])[\s}]*)$/s,
    AN_EXPRESSION.what,
    AN_EXPRESSION.next,
  ],
  [
    'certain',
    /^(?:\$?\{\{.*\}\}|\$\{[^{}]*\}|<%.*%>|#\{[^{}]*\}#?|\(\([\w./ -]+\)\)|\$\([\w. -]+\)|\$__\w+\{.*\}|\$env:\w+|@@\w+@@|__[A-Z][A-Z0-9_]*__|process\.env[.[].*|os\.environ.*)$/s,
    'is a variable or a placeholder that nothing has replaced with its value',
    RESOLVE,
  ],
  [
    'certain',
    /^(?:(?:op|vault|sm|ssm|akv|awssm|azurekeyvault|keyvault|gcpsm|gcp-sm|secretsmanager|aws-ssm|bws|doppler|infisical|conjur|keepass|lastpass|keeper|credhub|berglas|file|env):\/\/|ref\+|vault:[\w./-]+[#:]|vault:(?:secret|kv)\/|@Microsoft\.KeyVault\(|arn:aws[\w-]*:(?:secretsmanager|ssm):|projects\/[\w:.-]+\/secrets\/|secretsmanager:|\{\{?resolve:|aws-ssm:|ssm:\/|keyring:|(?:https:\/\/)?[\w-]+\.vault\.azure\.net\/secrets\/)/i,
    'is a reference to a secret in another store, not the secret',
    RESOLVE,
  ],
  [
    'certain',
    /^(?:ENC\[[A-Z0-9_]+,|ENC\(.*\)$|\{cipher\}|\$ANSIBLE_VAULT;|!vault\b|-----BEGIN (?:AGE|PGP) |age1[0-9a-z]{20,})/s,
    'is still encrypted',
    'Decrypt it with the tool that has encrypted it, and store the result as the secret.',
  ],
  [
    'certain',
    /^(?:null|undefined|none|nil|nan|<null>|<nil>|<none>|\[object Object\])$/i,
    'is the word that a program writes where a value is missing',
    STORE_THE_VALUE,
  ],
  [
    'likely',
    /^(?:"[^"]*"|'[^']*'|`[^`]*`|[\u2018-\u201f\u00ab\u2039].*[\u2018-\u201f\u00bb\u203a]|\\".*\\"|&quot;.*&quot;)$/s,
    IN_QUOTES,
    'Store it without the quotes around it.',
  ],
  [
    'likely',
    /^(?:\*+|<[^<>]*>|\[?redacted\]?|x{6,}|\.{3,}|\u2026|\$[A-Z_][A-Z0-9_]*|%[A-Za-z_]\w*%|(?:please[ _-]?)?(?:change|replace)[ _-]?(?:me|this|it)|todo|tbd|tba|n\/a|dummy|placeholder|(?:<?(?:the|your|my|insert|enter|paste|put|replace)[ _-])[\w -]{0,60}(?:secret|password|key|value|here|id|url|token|credentials?|domain|tenant)>?|client[ _-]?(?:secret|id)|secret[ _-]?(?:here|value))$/i,
    'looks like a placeholder',
    STORE_THE_VALUE,
  ],
  [
    'likely',
    /(?:\.{3}|\u2026)$/,
    'ends with dots, as a text that was cut for display',
    'Store it whole, from where it was issued.',
  ],
  [
    'likely',
    /^[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:SECRET|KEY|PASSWORD|TOKEN|CREDENTIALS?|ID|URL)$/,
    'looks like the name of a secret or variable',
    'Write its value, in a workflow the expression $' + '{{ secrets.NAME }}.',
  ],
  [
    'likely',
    /&(?:amp|lt|gt|quot|apos|#\d{1,5}|#x[0-9a-f]{1,5});|\\u00[0-9a-f]{2}/i,
    'holds characters that a web page or a program has written as escapes',
    STORE_THE_VALUE,
  ],
  [
    'possible',
    // At the end the escape of a line break, which a program has written as such.
    /\\(?:[$!"'`\\]|[nr]$)/,
    'holds a backslash before a special character',
    'Store it without shell escapes.',
  ],
  [
    'possible',
    /[^\x21-\x7e]/,
    'holds a space, an invisible character or one that is not ASCII',
    'Was it copied from a web page, or wrapped? Store it exactly as it was handed out.',
  ],
  [
    'possible',
    /\.{3}|^["'`]|["'`]$/,
    'holds dots or a quotation mark that may not be part of it',
    'Compare it with what was handed out.',
  ],
];

/** Of a client secret. */
const SECRET: readonly Rule[] = [
  [
    'certain',
    /^\s*[{[]\s*"[\w.-]+"\s*:/,
    'is a JSON document',
    'A whole key belongs into the input credentials; the secret is one member of it.',
  ],
  [
    'certain',
    /^(?:export\s+|set\s+|\$env:)?"?(?:[A-Za-z][\w-]{0,100}[_-])?(?:client[ _.-]?)?(?:secret|password)"?\s*[:=]\s*\S/i,
    'begins with its own name',
    'Store what is behind the name alone.',
  ],
  ['certain', /^(?:export\s+|set\s+|\$env:)[A-Za-z_]\w{0,100}\s*=\s*\S{8}/, ...AFTER_A_NAME],
  // A password manager can make one that begins so.
  ['likely', /^[A-Z][A-Z0-9]{0,50}(?:_[A-Z0-9]{1,50}){1,9}=\s*\S{8}/, ...AFTER_A_NAME],
  [
    'certain',
    /^-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)-----/,
    'is PEM, a key or a certificate',
    'Give it in the inputs private-key and certificate.',
  ],
  [
    'likely',
    /^https?:\/\//i,
    'is a URL',
    'Secret and URL are probably swapped: give each in its own place.',
  ],
  [
    'certain',
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}%24/i,
    'is encoded for a URL',
    STORE_THE_VALUE,
  ],
  [
    'likely',
    /^(?:Bearer|Basic)\s+\S/i,
    'is the value of an Authorization header',
    'Store the client secret alone.',
  ],
  [
    'possible',
    /%(?:2[0-9A-F]|3[A-F]|40|5[B-E]|7[B-E])/i,
    'may be encoded for a URL',
    STORE_THE_VALUE,
  ],
];

/** Of a client id. */
const CLIENT_ID: readonly Rule[] = [
  [
    'certain',
    /^[{[]\s*"[\w.-]+"\s*:/,
    'is a JSON document',
    'A whole key belongs into the input credentials; the client id is one member of it.',
  ],
  [
    'certain',
    /^(?:export\s+|set\s+|\$env:)?"?(?:[A-Za-z][\w-]{0,100}[_-])?client[ _.-]?id"?\s*[:=]\s*\S/i,
    'begins with its own name',
    'Store what is behind the name alone.',
  ],
];

const FILL_VARIABLE =
  'What the workflow writes there is probably empty: compare the names of variables and secrets with the settings.';

/** Of a URL. */
const URLS: readonly Rule[] = [
  [
    'certain',
    /^https?(?:\/\/|:\/?(?![/]))[^/]|^https?:\/\/https?(?::|\/\/)/i,
    'begins with its scheme twice, or with a part of it',
    'Write https:// once, and the host behind it.',
  ],
  [
    'certain',
    /^(?:https?:\/\/[/.:?]|https?:\/*$|[/.:?]|oauth2?\/|token$)/i,
    'has no host',
    FILL_VARIABLE,
  ],
  [
    'certain',
    /^(?:https?:\/\/)?(?:undefined|null)(?![\w-])/i,
    'has undefined or null, what a program writes where a value is missing, as its host',
    FILL_VARIABLE,
  ],
  [
    'certain',
    /^(?:https?:\/\/)?[^/?#]{0,300}?\.\./i,
    'has an empty part in its host',
    FILL_VARIABLE,
  ],
  [
    'certain',
    /[<{](?:your|my|the)?[ _-]*(?:sub-?domain|sub-?account|tenant|domain|host|server|realm|zone|region)[\w -]{0,20}[>}]|^(?:https?:\/\/)?your[-_.]?(?:tenant|sub-?domain|sub-?account|domain|host|server|realm|company|zone)\b/i,
    'holds a placeholder',
    'Write the real host in its place.',
  ],
  [
    'likely',
    /[<>{}]|\$\(|\$\w|%[A-Z_]{2,}%|^(?:[a-z]+:\/\/)?(?:your|my)[-_.]/i,
    'holds a placeholder',
    'Write the real host in its place.',
  ],
  // The parser of URLs would take the quote and the scheme for a host.
  [
    'certain',
    /^[\u2018-\u201f\u00ab\u2039]/,
    'holds a quotation mark',
    'Write the URL without quotes.',
  ],
  ['likely', /["'`\u2018-\u201f]/, 'holds a quotation mark', 'Write the URL without quotes.'],
  ['likely', /\s/, 'holds a blank or a line break', 'Write the URL alone, on one line.'],
];

const SWAPPED: Damage = {
  certainty: 'certain',
  what: 'looks like a client id, or the client id like a secret',
  next: 'Client id and secret are probably swapped: give each in its own place.',
};

const PAIR: Damage = {
  certainty: 'likely',
  what: 'begins with the client id and a colon',
  next: 'Store what is behind the colon alone.',
};

const LOST_DOLLAR: Damage = {
  certainty: 'likely',
  what: 'has no single $ after its first part, as secrets of XSUAA have',
  next: 'A shell or a tool has probably replaced or doubled it; store the secret from a file.',
};

const IN_BASE64: Damage = {
  certainty: 'possible',
  what: 'is base64 of a text',
  next: 'Store the secret decoded: the data of Kubernetes secrets is encoded so.',
};

const SAME_AS_ID: Damage = {
  certainty: 'possible',
  what: 'is the same text as the client id',
  next: 'Store the secret in its place.',
};

const CUT_ID: Damage = {
  certainty: 'likely',
  what: 'looks cut',
  next: 'XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.',
};

function isPlainIdOfXsuaa(text: string): boolean {
  return /^sb-[\w.-]+![a-z]\d+(?:\|[\w.-]+![a-z]\d+)?$/.test(text);
}

/** A secret of XSUAA, or of Microsoft Entra ID. */
function isSecretOfIssuer(text: string): boolean {
  return (
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\$[\w+/-]{40,50}=*$/i.test(text) ||
    /^[\w.~-]{3}\dQ~[\w.~-]{31,34}$/.test(text)
  );
}

/** A client id of eTrusted, or of Google. */
function isOfOthers(text: string): boolean {
  return /^(?:[0-9a-z]{12}__[\w-]+|\d+-\w+\.apps\.googleusercontent\.com)$/.test(text);
}

/** Is this probably no secret? Not certainly: servers have had such secrets in tests. */
export function looksLikePlaceholder(clientSecret: string): boolean {
  const damage = damageOf(clientSecret);
  return damage?.certainty === 'certain' || damage?.what === 'looks like a placeholder';
}

/** Is the id of a UAA client cut off? Shells and terminals end it at `!`, `|` or dots. */
export function looksCut(clientId: string): boolean {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
}

/**
 * Has the secret of an XSUAA client lost its `$`, or got a second one? Such a secret is
 * `<uuid>$<43 characters>=`. A shell takes the second part for a variable; a file for Docker Compose
 * doubles the `$`.
 */
export function lostItsDollar(clientSecret: string): boolean {
  if (clientSecret.includes('$')) return clientSecret.includes('$$');
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  return clientSecret[8] === '-' && clientSecret[13] === '-' && isUuid.test(clientSecret);
}
