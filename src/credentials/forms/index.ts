import { base64 } from './base64.ts';
import { dotenv } from './dotenv.ts';
import { escapedJson } from './escaped-json.ts';
import type { Form } from './form.ts';
import { hcl } from './hcl.ts';
import { json } from './json.ts';
import { jsonInText } from './json-in-text.ts';
import { labelled } from './labelled.ts';
import { properties } from './properties.ts';
import { quoted } from './quoted.ts';
import { yaml } from './yaml.ts';

/** All forms, in the order in which they are tried. A new form is one file and one line here. */
export const forms: readonly Form[] = [
  json,
  escapedJson,
  quoted,
  base64,
  dotenv,
  properties,
  yaml,
  hcl,
  jsonInText,
  labelled,
];
