import type { Fields } from '../../credentials/fields.ts';
import { providerOf } from '../../credentials/providers/index.ts';

/** What its credentials do not say, since its host is the same for everybody. */
const ETRUSTED = 'https://login.etrusted.com/oauth/token';

/** Labelled lines for what a person knows, and what stays the same from one client to the next. */
export function linesToFill(fields: Fields = {}): string[] {
  const { certificate, url, certUrl, apiUrl, audience } = fields;
  const tokenUrl = fields.tokenUrl ?? (isETrusted(fields) ? ETRUSTED : undefined);
  const proof =
    certificate === undefined ? ['Client Secret: ...'] : ['Certificate: ...', 'Key: ...'];
  const urls = { 'Token URL': tokenUrl, URL: url, certurl: certUrl, 'API URL': apiUrl, audience };
  const known = Object.entries(urls).flatMap(([label, value]) => {
    const shown = withoutSecrets(value);
    return shown === undefined ? [] : [`${label}: ${shown}`];
  });
  const unknown = known.length > 0 ? known : ['Token URL: https://...'];
  return ['Client ID: ...', ...proof, ...unknown];
}

/** As it is stored, but for the user information and the query of a URL, which may hold a secret. */
function withoutSecrets(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w./:-]{1,300}$/.test(text)) return text;
  const url = urlOf(text);
  return url === undefined ? undefined : `${url.origin}${url.pathname}`;
}

/** The host that gives tokens, with its port. */
export function hostOf({ tokenUrl, url, certUrl }: Fields = {}): string | undefined {
  return urlOf(tokenUrl ?? url ?? certUrl)?.host;
}

export function isETrusted(fields: Fields | undefined): boolean {
  return fields !== undefined && providerOf(fields, 'auto').name === 'etrusted';
}

/** Some issuers leave the scheme out. */
function urlOf(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}
