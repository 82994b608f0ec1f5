// Each row of the table of faults is a test in one of the files faults-*.test.ts, named by its id,
// or stands here with the reason why it is not.
//
// Where the table and the contract or a decision say different things, the tests hold to the latter:
//
// | row | difference |
// | --- | ---------- |
// | B010 | a member `__proto__` is read like one of any other name |
// | B027 | one part beside a whole credential overrides it (decision 0009); two wholes are a conflict |
// | B036 | a doubled path is refused where it was typed, and mended with a warning in a stored key |
// | B038 | loopback may be plain HTTP; no input switches that on |
// | B049 | four attempts where the time allows, not three |
// | B060 | HTTP_PROXY is for plain HTTP, which never leaves this machine (decision 0003) |
// | B061 | networks (CIDR) are understood, so there is no warning |
// | B069 | the part about rotation belongs to the rotation |
// | B079 | text/plain is taken without a note |
// | B083 | what is compressed is refused unread, so that nothing is unpacked |
// | B088 | there is no lenient option |
// | B089 | a lifetime that nobody tells is told by the report, not by an annotation |
// | B104 | values are one line each, so that no delimiter exists (decision 0004) |
// | B108 | there is no post step |
// | B121 | expires-at is tested here; `refresh` belongs to the refresh of tokens |
//
// B045, B046 and B053 run the built action with another dns.lookup, B047 with a first connection to
// a port where nobody listens, B106 with an accessSync and appendFileSync that fail: each is put in
// place by a module that Node loads before the action. B049 and B053 use a port whose queue is full,
// so that the kernel really drops what comes. B059 runs the server of OpenSSL.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const LATER: Readonly<Record<string, string>> = {
  B110: 'secrets are updated by the rotation alone',
  B113: 'rotation',
  B114: 'rotation',
  B115: 'rotation',
  B116: 'rotation',
  B117: 'rotation',
  B118: 'rotation',
  B119: 'rotation',
  B120: 'rotation',
};

const table = new URL('../../../shared/data/faults.tsv', import.meta.url);
const here = new URL('.', import.meta.url);

const named = new Set(
  globSync('faults-*.test.ts', { cwd: here }).flatMap((file) =>
    [...readFileSync(new URL(file, here), 'utf8').matchAll(/['"`](B\d{3}): /g)].map(([, id]) => id),
  ),
);

if (existsSync(table)) {
  const [, ...rows] = readFileSync(table, 'utf8').trimEnd().split('\n');
  test.each(rows.map((row) => row.split('\t')))('%s (%s) has a test or a reason', (id = '') => {
    expect([named.has(id), id in LATER]).toContain(true);
    expect([named.has(id), id in LATER]).toContain(false);
  });
} else {
  test.skip('the table of faults (needs the folder ../shared/data)', () => {});
}
