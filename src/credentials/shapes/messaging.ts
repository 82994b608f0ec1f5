import { isJsonObject, type JsonObject } from '../credential.ts';
import { hasClientId } from '../fields.ts';
import { member, type Shape } from './shape.ts';

/**
 * SAP Event Mesh: one client for each group of protocols, `messaging[].oa2`. The one for REST is
 * used, since the others need more than a token; each protocol's URI becomes an endpoint.
 */
export const messaging: Shape = {
  name: 'messaging',
  find(document) {
    const chosenFrom = [member(document, 'messaging'), member(document, 'management')];
    const groups = [chosenFrom[0]].flat().filter(isJsonObject);
    const withClient = groups.filter(({ oa2 }) => isJsonObject(oa2) && hasClientId(oa2));
    const group = withClient.find((one) => protocols(one).includes('httprest')) ?? withClient[0];
    if (group === undefined) return undefined;
    const uris = withClient.flatMap((one) =>
      protocols(one).map((protocol): [string, unknown] => [protocol, one['uri']]),
    );
    const first = uris.filter(([, uri]) => uri === group['uri']);
    const endpoints = Object.fromEntries([...first, ...uris]);
    return { client: group['oa2'] as JsonObject, document: { endpoints }, chosenFrom };
  },
};

function protocols({ protocol }: JsonObject): string[] {
  return [protocol].flat().filter((name) => typeof name === 'string');
}
