import type { Form } from './form.ts';
import { parsedJson } from './json.ts';
import { scanJson } from './scan-json.ts';

/** Maps as `terraform output` prints them: `name = {`, or `{` alone for one output. */
export const hcl: Form = {
  name: 'Terraform text',
  read(text) {
    if (!/^(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) {
      return undefined;
    }
    const lines = text.split(/\r?\n/).map((line) => {
      const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
      return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, '')},`;
    });
    const inside = lines.join('\n').replace(/^,+|,+$/g, '');
    const document = text.startsWith('{') ? inside : `{${inside}}`;
    const value = parsedJson(scanJson(document, 0)?.json ?? '');
    return typeof value === 'object' && value !== null ? { value } : undefined;
  },
};
