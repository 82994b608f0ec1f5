// The face of the bundle with the parts of the token path that a plain success with a client secret
// never needs: how clients prove themselves by assertions, where a server takes certificates, what
// refusals mean, and what is told of a rotation that is overdue.
export { clientAssertion } from './assertions.ts';
export { checkToken } from './check.ts';
export { discoverMutualTlsEndpoint } from './mutual-tls-discovery.ts';
export { overdueWarning } from './overdue.ts';
export { refusal } from './refusal.ts';
