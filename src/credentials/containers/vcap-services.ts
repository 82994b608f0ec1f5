import { isJsonObject } from '../credential.ts';
import type { Container } from './container.ts';

/** VCAP_SERVICES of Cloud Foundry, in default-env.json or alone: `{label: [{credentials}]}`. */
export const vcapServices: Container = {
  name: 'VCAP_SERVICES',
  open(document) {
    const { VCAP_SERVICES: services } = document;
    if (services !== undefined) return [{ value: services }];
    const parts = Object.entries(document).flatMap(([label, bindings]) =>
      Array.isArray(bindings) && bindings.some(isBinding)
        ? bindings.map((value) => ({ value, label }))
        : [],
    );
    return parts.length === 0 ? undefined : parts;
  },
};

function isBinding(value: unknown): boolean {
  return isJsonObject(value) && 'credentials' in value;
}
