import { readAssignments, readProperties, readTerraformText } from './assignments.ts';
import type { DecodedText } from './decoded.ts';
import { readBase64, readEscapedJson, readInlineTable, readQuoted } from './encodings.ts';
import { readJson, readJsonInText } from './json.ts';
import { readLabelledText } from './labelled-text.ts';
import { readSections } from './sections.ts';
import { readYaml } from './yaml.ts';

/** A way in which a credential is written down. */
export interface Form {
  readonly name: string;
  /**
   * Takes one layer off: what the text holds; undefined if it is not written in this form. Takes
   * time linear in the length of the text. No error quotes any part of the text.
   */
  read(text: string): DecodedText | undefined | Promise<DecodedText | undefined>;
}

/** All forms, in the order in which they are tried. A new form is a function and a line here. */
export const forms: readonly Form[] = [
  { name: 'JSON', read: readJson },
  { name: 'escaped JSON', read: readEscapedJson },
  { name: 'inline table', read: readInlineTable },
  { name: 'quoted text', read: readQuoted },
  { name: 'base64', read: readBase64 },
  { name: 'dotenv', read: readAssignments },
  { name: 'sections', read: readSections },
  { name: 'properties', read: readProperties },
  { name: 'YAML', read: readYaml },
  { name: 'Terraform text', read: readTerraformText },
  { name: 'JSON in text', read: readJsonInText },
  { name: 'labelled text', read: readLabelledText },
];
