import type { Fields } from '../fields.ts';
import { withTokenPath } from '../token-url.ts';
import { secureUrl } from '../urls.ts';
import type { Provider } from './provider.ts';

const TOKEN_PATH = '/oauth2/token';
const HOST = /\.accounts(?:400)?\.(?:ondemand\.com|cloud\.sap|sapcloud\.cn)(?:[:/]|$)/;
/** The identity service as a binding names it, or a person who names variables. */
const LABEL = /^(?:identity|ias)$/i;
/** The spelling of the identity service; XSUAA writes its credential types in lower case. */
const CREDENTIAL_TYPE = /^(?:SECRET|X509_[A-Z]+|NONE)$/;

/** SAP Cloud Identity Services. Mutual TLS is served on the same host, there is no certurl. */
export const ias: Provider = {
  name: 'ias',
  tokenPath: TOKEN_PATH,
  recognises: (fields) =>
    LABEL.test(fields.serviceLabel ?? '') ||
    CREDENTIAL_TYPE.test(fields.credentialType ?? '') ||
    fields.domains !== undefined ||
    fields.applicationTenant !== undefined ||
    [fields.url, fields.tokenUrl].some((url) => url !== undefined && HOST.test(url)),
  tokenUrl(fields: Fields) {
    const url = fields.tokenUrl ?? fields.url;
    if (url === undefined) return undefined;
    const base = secureUrl(url, 'url of the credential');
    return base.pathname.includes('token') ? base : withTokenPath(base, TOKEN_PATH);
  },
  parameters: (fields) =>
    fields.applicationTenant === undefined ? {} : { app_tid: fields.applicationTenant },
};
