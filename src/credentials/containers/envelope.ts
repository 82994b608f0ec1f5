import { isJsonObject, type JsonObject } from '../credential.ts';
import type { Container, Part } from './container.ts';

/**
 * `{"credentials": ...}`: what `cf service-key`, the Cloud Foundry API, `btp get services/binding`
 * and each entry of VCAP_SERVICES hold. Some services put the URL of their API beside it.
 */
export const envelope: Container = {
  name: 'credentials envelope',
  open(document) {
    const { credentials, uri, endpoints } = document;
    if (credentials === undefined || credentials === null) return undefined;
    if (!isJsonObject(credentials)) return [{ value: credentials, ...namesOf(document) }];
    const beside = {
      ...(typeof uri === 'string' ? { uri } : {}),
      ...(isJsonObject(endpoints) ? { endpoints } : {}),
    };
    return [{ value: { ...beside, ...credentials }, ...namesOf(document) }];
  },
};

/** Each client inside gets all of them. */
const MANY = 50;

/** The words by which a document names itself. */
export function namesOf(document: JsonObject): Omit<Part, 'value'> {
  const texts = (value: unknown) =>
    [value]
      .flat()
      .filter((item) => typeof item === 'string' && item !== '')
      .slice(0, MANY) as string[];
  return {
    names: ['name', 'instance_name', 'binding_name', 'Name'].flatMap((key) => texts(document[key])),
    label: texts(document['label'])[0],
    tags: texts(document['tags']),
  };
}
