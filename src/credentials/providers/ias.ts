import type { Fields } from '../fields.ts';
import { withoutAuthorize, withTokenPath } from '../token-url.ts';
import { secureUrl } from '../urls.ts';
import type { Provider } from './provider.ts';
import { xsuaa } from './xsuaa.ts';

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
    [fields.url, fields.tokenUrl].some((url) => url !== undefined && HOST.test(url)) ||
    // Others have members of these names, too.
    ((fields.domains !== undefined || fields.applicationTenant !== undefined) &&
      !xsuaa.recognises(fields)),
  tokenUrl(fields: Fields) {
    const url = fields.tokenUrl ?? fields.url;
    if (url === undefined) return undefined;
    const base = withoutAuthorize(secureUrl(url, 'url of the credential'));
    const whole =
      base.pathname.includes('token') || (url === fields.tokenUrl && base.pathname !== '/');
    return whole ? base : withTokenPath(base, TOKEN_PATH);
  },
  parameters: (fields) =>
    fields.applicationTenant === undefined ? {} : { app_tid: fields.applicationTenant },
};
