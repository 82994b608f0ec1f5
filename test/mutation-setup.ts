// The action loads these on demand. Here they come before any test: what they set up once must not
// count as done by the test that happens to need it first.
import '../src/http/errors.ts';
import '../src/http/explain.ts';
import '../src/http/network.ts';
import '../src/http/proxy.ts';
import '../src/http/exchange.ts';
import '../src/secrets/echoes.ts';

import fc from 'fast-check';

// What a generated input finds out about a mutant must not depend on luck.
fc.configureGlobal({ seed: 42 });
