import { dotenv, properties } from './assignments.ts';
import type { Form } from './form.ts';
import { json, jsonInText } from './json.ts';
import { labelled } from './labelled.ts';
import { base64, escapedJson, quoted } from './wrappers.ts';
import { hcl, yaml } from './yaml.ts';

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
