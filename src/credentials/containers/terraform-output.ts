import { isJsonObject } from '../credential.ts';
import type { Container } from './container.ts';

/** `terraform output -json`: `{name: {sensitive, type, value}}`. */
export const terraformOutput: Container = {
  name: 'Terraform output',
  open(document) {
    const outputs = Object.entries(document);
    const isOutput = (value: unknown) =>
      isJsonObject(value) && 'value' in value && ('sensitive' in value || 'type' in value);
    if (outputs.length === 0 || !outputs.every(([, value]) => isOutput(value))) return undefined;
    const values = outputs.map(([name, output]) => [name, (output as { value: unknown }).value]);
    return [{ value: Object.fromEntries(values) }];
  },
};
