import { fieldsOf, hasClientId } from '../fields.ts';
import type { Container } from './container.ts';
import { documentsIn } from './members.ts';

const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;

/**
 * Names with a common beginning: `CALM_CLIENT_ID`, `CALM_CLIENT_SECRET` and so on in environment
 * variables, `attribute.client_id` in connection secrets of Crossplane.
 */
export const prefixed: Container = {
  name: 'names with a prefix',
  open(document) {
    const members = Object.entries(document);
    const found = members.flatMap(([name, value]) =>
      // What has no client id is no client, and what it holds is looked into once.
      hasClientId({ clientid: value }) ? (CLIENT_ID.exec(name)?.[1] ?? []) : [],
    );
    if (found.length === 0) return undefined;
    const prefixes = [...new Set(found)].slice(0, MANY);
    // A token server without a prefix may be common to several clients; a URL may be anything's.
    const others = members.filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)));
    const common = others.filter(([name, value]) => fieldsOf({ [name]: value }).tokenUrl);
    const clients = prefixes.map((prefix) => {
      const own = members.filter(([name]) => name.startsWith(prefix));
      const stripped = own.map(([name, value]) => [
        name.slice(prefix.length).replaceAll(' ', ''),
        value,
      ]);
      const bare = prefix.replace(/(.)[ _.-]$/, '$1');
      return {
        value: Object.fromEntries([...common, ...stripped]),
        names: [bare],
        label: bare.toLowerCase(),
      };
    });
    return [...clients, ...documentsIn(Object.fromEntries(others))];
  },
};

/** Enough to say that the choice is not clear; each costs a look at all members. */
const MANY = 20;
