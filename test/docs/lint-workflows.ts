// node --import ./json-imports.ts lint-workflows.ts FILE...
// Checks workflows (.yml) and the YAML snippets of Markdown files (.md) with GitHub's own language
// service, which gets our action.yml for our action. Prints one line for each workflow that was
// checked and for each fault; exits 1 where there is a fault.
import { readFileSync } from 'node:fs';
import type { ActionMetadata } from '@actions/languageservice/action';
import { validate } from '@actions/languageservice/validate';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

const ACTION = 'api-client-credentials/api-client-credentials';

const token = metadataOf('action.yml');
const rotate = metadataOf('rotate/action.yml');
const actionsMetadataProvider = {
  fetchActionMetadata: async (action: { owner: string; name: string; path?: string }) => {
    if (`${action.owner}/${action.name}` !== ACTION) return undefined;
    return action.path === 'rotate' ? rotate : token;
  },
};

function metadataOf(path: string): ActionMetadata {
  return parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const workflows = file.endsWith('.md') ? snippets(text).map(asWorkflow) : [text];
  for (const [index, workflow] of workflows.entries()) {
    const place = `${file} (${index + 1} of ${workflows.length})`;
    // The service remembers what it parsed by its URI, so each workflow needs one of its own.
    const uri = `file:///${encodeURIComponent(file)}/${index}.yml`;
    const document = TextDocument.create(uri, 'yaml', 0, workflow);
    const faults = [
      ...(await validate(document, { actionsMetadataProvider }))
        // Nothing is known here of the actions of others.
        .filter(({ message }) => !String(message).startsWith('Unable to resolve action `actions/'))
        .map(({ message, range }) => `${message} in: ${document.getText(range)}`),
      ...unknownOutputs(workflow),
    ];
    console.log(`checked ${place}`);
    for (const fault of faults) console.log(`FAULT ${place}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

/** Every fenced block of a Markdown text that says it is YAML. */
function snippets(markdown: string): string[] {
  return [...markdown.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml);
}

/** A list of steps becomes a workflow; a workflow stays as it is. */
function asWorkflow(yaml: string): string {
  if (!Array.isArray(parse(yaml))) return yaml;
  const steps = yaml.replace(/^(?=.)/gm, '      ');
  return `on: push\npermissions: {}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
}

/** The language service does not know which outputs an action has. */
function unknownOutputs(workflow: string): string[] {
  // Those of the App that makes a token for GitHub, and of a step of its own.
  const others = ['token', 'matrix'];
  const known = [token, rotate].flatMap(({ outputs }) => Object.keys(outputs ?? {})).concat(others);
  return [...workflow.matchAll(/steps\.[\w-]+\.outputs\.([\w-]+)/g)]
    .filter(([, output = '']) => !known.includes(output))
    .map(([reference]) => `${reference} is no output of this action`);
}
