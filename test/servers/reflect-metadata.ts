// @peculiar/x509 is built on tsyringe, which refuses to load without the metadata functions of a
// Reflect polyfill. The classes registered there take no constructor arguments, so there is no
// metadata to answer with, and a whole polyfill would be a dependency for two empty answers.
const reflect = Reflect as unknown as Record<string, unknown>;
reflect['getMetadata'] ??= () => undefined;
reflect['getOwnMetadata'] ??= () => undefined;
