import type { Answer } from './https-server.ts';

type Shown = Readonly<Record<string, unknown>>;

/** One page of what a list holds. */
export function page(all: readonly Shown[], query: URLSearchParams, perPage: number): Answer {
  const conditions = parsed(query.get('fieldQuery') ?? '');
  if (conditions === undefined) return failure(400, 'BadRequest', 'cannot parse the fieldQuery');
  const labels = parsed(query.get('labelQuery') ?? '');
  if (labels === undefined) return failure(400, 'BadRequest', 'cannot parse the labelQuery');
  const found = all.filter(
    (item) =>
      conditions.every(([name, value]) => item[name] === value) &&
      labels.every(([name, value]) => labelOf(item, name).includes(value)),
  );
  const from = Number(query.get('token') ?? 0);
  const to = from + Math.min(perPage, Number(query.get('max_items') ?? 50));
  return {
    body: {
      num_items: found.length,
      items: found.slice(from, to),
      ...(to < found.length ? { token: String(to) } : {}),
    },
  };
}

function labelOf(item: Shown, name: string): readonly string[] {
  return (item['labels'] as Readonly<Record<string, readonly string[]>>)[name] ?? [];
}

/** `a eq 'x' and b eq 'y'`, with exactly one blank around each word. */
function parsed(query: string): [name: string, value: string][] | undefined {
  const condition = /^(\w+) eq '((?:[^']|'')*)'(?: and |$)/;
  const found: [string, string][] = [];
  for (let rest = query; rest !== ''; ) {
    const [all = '', name = '', value = ''] = condition.exec(rest) ?? [];
    if (all === '') return undefined;
    found.push([name, value.replaceAll("''", "'")]);
    rest = rest.slice(all.length);
  }
  return found;
}

export function missing(what: string): Answer {
  return failure(404, 'NotFound', `could not find such ${what}`);
}

export function failure(status: number, error: string, description: string): Answer {
  return { status, body: { error, description } };
}
