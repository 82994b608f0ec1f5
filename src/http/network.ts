// The face of the bundle with what a plain success without a proxy never needs of the network: the way
// through proxies, and what failures mean.
export { caCertificates } from '../base/pem.ts';
export { attemptFailure } from './explain.ts';
export { proxiesFrom, proxySecrets } from './proxy.ts';
