import { uaaMutualTlsUrl, uaaTokenUrl } from '../token-url.ts';
import type { Provider } from './provider.ts';

/** SAP Authorization and Trust Management (XSUAA) and other Cloud Foundry UAA servers. */
export const xsuaa: Provider = {
  name: 'xsuaa',
  recognises: (fields) =>
    fields.uaaDomain !== undefined ||
    fields.xsAppName !== undefined ||
    fields.clientId?.startsWith('sb-') === true ||
    [fields.url, fields.tokenUrl, fields.certUrl].some((url) => url?.includes('.authentication.')),
  tokenUrl: (fields, proof) =>
    proof === 'certificate' ? uaaMutualTlsUrl(fields) : uaaTokenUrl(fields),
  parameters: () => ({}),
};
