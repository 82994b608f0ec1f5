import type { JsonObject } from './credential.ts';
import { type Fields, fieldsOf, stringMembers } from './fields.ts';
import type { Client } from './shapes/shape.ts';

/** What a stored credential says, before a provider has made a complete credential of it. */
export interface Statement {
  readonly fields: Fields;
  /** Where the URLs of the API stand. */
  readonly document: JsonObject;
  /** True where the client stands below that document. */
  readonly nested: boolean;
  /** Everything that must be masked. */
  readonly secrets: readonly string[];
  /** What the owner of the credential should know. */
  readonly remarks: readonly string[];
}

export function statementOf(
  { client, document }: Client,
  secrets: readonly string[],
  remarks: readonly string[] = [],
): Statement {
  const fields = fieldsOf(client);
  const nested = client !== document;
  // SAP Cloud Management keys say it beside the client.
  const grantType = nested ? stringMembers(document).get('granttype') : undefined;
  return {
    fields: grantType === undefined ? fields : { grantType, ...fields },
    document,
    nested,
    secrets,
    remarks,
  };
}
