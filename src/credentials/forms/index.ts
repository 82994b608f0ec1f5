import type { Form } from './form.ts';
import { json } from './json.ts';

/** All forms, in the order in which they are tried. A new form is one file and one line here. */
export const forms: readonly Form[] = [json];
