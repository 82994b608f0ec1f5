import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

// GitHub's own description of its REST API (OpenAPI 3.0), where the folder with it is at hand.
const FILE = new URL('../../../shared/data/github-secrets-openapi.json', import.meta.url);

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

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, { readonly name: string; readonly in: string }>>;
  };
}

/**
 * What GitHub's description says against an exchange: one line a fault. Undefined where the
 * description is not at hand.
 */
export function gitHubDescription(): ((exchange: Exchange) => readonly string[]) | undefined {
  if (!existsSync(FILE)) return undefined;
  const description = JSON.parse(readFileSync(FILE, 'utf8')) as Description;
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
