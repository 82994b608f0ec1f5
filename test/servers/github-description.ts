import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** GitHub's own description of its REST API (OpenAPI 3.0): 13 MB. */
const FILE = fileURLToPath(import.meta.resolve('@octokit/openapi/generated/api.github.com.json'));

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Undefined: there was none. */
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

interface Media {
  readonly content?: { readonly 'application/json'?: { readonly schema: AnySchema } };
}

interface Operation {
  readonly parameters?: readonly { readonly $ref?: string; readonly name?: string }[];
  readonly requestBody?: Media & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Media>>;
}

type Components = Record<string, Record<string, unknown>>;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Components & {
    readonly parameters: Readonly<Record<string, { readonly name: string; readonly in: string }>>;
  };
}

let judge: ((exchange: Exchange) => readonly string[]) | undefined;

/** What GitHub's description of secrets says against an exchange: one line a fault. */
export function gitHubDescription(): (exchange: Exchange) => readonly string[] {
  judge ??= judgeBy(aboutSecrets(JSON.parse(readFileSync(FILE, 'utf8'))));
  return judge;
}

/** The paths of secrets and what they refer to: a small part of the whole. */
function aboutSecrets({ paths, components }: Description): Description {
  const secrets = Object.fromEntries(
    Object.entries(paths).filter(([path]) => path.includes('/secrets')),
  );
  const needed: Components = { parameters: {} };
  const parts: unknown[] = [secrets];
  // The list grows while it is walked through.
  for (const part of parts) {
    const refs = JSON.stringify(part).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g);
    for (const [, kind = '', name = ''] of refs) {
      if (kind === 'examples' || needed[kind]?.[name] !== undefined) continue;
      const component = components[kind]?.[name];
      needed[kind] = { ...needed[kind], [name]: component };
      parts.push(component);
    }
  }
  return { paths: secrets, components: needed as Description['components'] };
}

function judgeBy(description: Description): (exchange: Exchange) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(description as unknown as AnySchema, 'github');
  const validators = new Map<string, ValidateFunction>();
  const paths = Object.keys(description.paths).toSorted(byLiteralSegments);

  function faultsOf(what: string, pointer: readonly string[], value: unknown): string[] {
    const path = pointer.map((part) =>
      encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const $ref = `github#/${path.join('/')}`;
    const validate = validators.get($ref) ?? ajv.compile({ $ref });
    validators.set($ref, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${what}${instancePath} ${message}`,
    );
  }
  return ({ method, path, query, body, status, answer }) => {
    const template = paths.find((candidate) => matches(candidate, path));
    const operation = description.paths[template ?? '']?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) {
      return [`there is no operation ${method} ${path}`];
    }
    const json = ['content', 'application/json', 'schema'];
    const at = ['paths', template, method.toLowerCase()];
    const faults = [...query.keys()]
      .filter((name) => !queryNames(operation, description).includes(name))
      .map((name) => `query ${name} is not described`);
    if (operation.requestBody === undefined) {
      if (body !== undefined) faults.push(`${method} ${template} takes no body`);
    } else {
      faults.push(...faultsOf('body', [...at, 'requestBody', ...json], body));
      const known = operation.requestBody.content?.['application/json']?.schema as {
        properties?: object;
      };
      const extra = Object.keys(body ?? {}).filter((name) => !(name in (known.properties ?? {})));
      faults.push(...extra.map((name) => `body member ${name} is not described`));
    }
    // Refusals are common to all operations and not described with each.
    if (status >= 300) return faults;
    const response = operation.responses[status];
    if (response === undefined) return [...faults, `status ${status} is not described`];
    if (response.content?.['application/json'] === undefined) return faults;
    return [
      ...faults,
      ...faultsOf('answer', [...at, 'responses', String(status), ...json], answer),
    ];
  };
}

function byLiteralSegments(one: string, other: string): number {
  return one.split('{').length - other.split('{').length;
}

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  );
}

function queryNames(operation: Operation, { components }: Description): string[] {
  return (operation.parameters ?? []).flatMap(({ $ref }) => {
    const parameter = components.parameters[$ref?.split('/').at(-1) ?? ''];
    return parameter?.in === 'query' ? [parameter.name] : [];
  });
}
