import { Failure } from '../failure.ts';
import { chooseBinding } from './choose-binding.ts';
import type { JsonObject } from './credential.ts';
import { fieldsOf, hasProof } from './fields.ts';
import { member } from './shapes/shape.ts';
import { type Statement, statementOf } from './statement.ts';
import { unreadable } from './unreadable.ts';
import { type Binding, unwrap } from './unwrap.ts';

/**
 * Reads a credential in any form, one JSON document included: readCredential reads those by itself.
 *
 * @throws Failure as readCredential does.
 */
export async function readOtherForm(text: string, binding: string | undefined): Promise<Statement> {
  const { bindings, readable, secrets, remarks, documents } = await unwrap(text);
  // One that cannot prove itself is left out where others can: some keys name a client of a friend.
  const usable = bindings.filter(({ client }) => hasProof(client));
  const [first, ...others] = usable.length > 0 ? usable : bindings;
  if (first === undefined) throw readable ? noClient(documents) : unreadable(text);
  const chosen = chooseBinding([first, ...others], binding, secrets);
  const statement = statementOf(withUsualNames(chosen), [...secrets], remarks);
  const label = chosen.labels[0];
  return label === undefined
    ? statement
    : { ...statement, fields: { serviceLabel: label, ...statement.fields } };
}

/** The two members of a document that are objects, under the names by which they are looked up. */
function withUsualNames({ client, document }: Binding) {
  const found = ['endpoints', 'serviceurls'].map((name) => [name, member(document, name)] as const);
  const usual = Object.fromEntries(found.filter(([, value]) => value !== undefined));
  const renamed = { ...document, ...usual };
  return { client: client === document ? renamed : client, document: renamed };
}

function noClient(documents: readonly JsonObject[]): Failure {
  const basic = documents
    .map(fieldsOf)
    .some(({ userName, password }) => userName !== undefined && password !== undefined);
  if (basic) {
    return new Failure(
      'E_CREDENTIAL_BASIC_ONLY',
      'The credential holds a user name and a password for HTTP Basic authentication, no OAuth client. ' +
        'No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.',
    );
  }
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential was read, but there is no OAuth client (clientid) in it. ' +
      'Store the whole service key or binding as it was handed out; if that is what was stored, the service hands out no OAuth client.',
  );
}
