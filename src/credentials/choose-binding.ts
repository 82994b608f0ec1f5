import { Failure } from '../failure.ts';
import { hasControls, listOf, oneLine } from '../text.ts';
import { fieldsOf } from './fields.ts';
import type { Binding } from './unwrap.ts';

/**
 * The binding that is meant: the named one, or the only one. A name counts before a label, a label
 * before a tag, the exact spelling before another one. What has no name of its own goes by its client
 * id.
 *
 * @param secrets what must not be shown, should it stand where names are expected.
 * @throws Failure E_CREDENTIAL_AMBIGUOUS or E_INPUT_INVALID, with the names to choose from.
 */
export function chooseBinding(
  bindings: readonly [Binding, ...Binding[]],
  wanted: string | undefined,
  secrets: ReadonlySet<string>,
): Binding {
  const found = wanted === undefined ? bindings : matching(bindings, wanted);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const choice = describe(found.length === 0 ? bindings : found, secrets);
  if (first !== undefined) {
    throw new Failure(
      'E_CREDENTIAL_AMBIGUOUS',
      `The credential holds ${found.length} OAuth clients${wanted === undefined ? '' : ' to which the input binding fits'}: ${choice}. Name the one that is meant in the input binding.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    bindings.length === 1
      ? `The input binding does not fit the one client in the credential, ${choice}. Remove the input, or store the credential that is meant.`
      : `The input binding fits none of the clients in the credential; they are ${choice}.`,
  );
}

function matching(bindings: readonly Binding[], wanted: string): readonly Binding[] {
  const lower = wanted.toLowerCase();
  const tests: ((binding: Binding) => boolean)[] = [
    ({ names }) => names.includes(wanted),
    ({ names }) => names.some((name) => name.toLowerCase() === lower),
    ({ labels }) => labels.some((label) => label.toLowerCase() === lower),
    ({ tags }) => tags.some((tag) => tag.toLowerCase() === lower),
    ({ client }) => fieldsOf(client).clientId === wanted,
  ];
  for (const test of tests) {
    const found = bindings.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

const SHOWN = 20;

/** A name for each by which it can be told apart; what cannot be a name is not shown. */
function describe(bindings: readonly Binding[], secrets: ReadonlySet<string>): string {
  // A prefix of variables comes in two cases.
  const hidden = [...secrets].map((secret) => secret.toLowerCase());
  const usable = (name: string) =>
    name.length <= 100 &&
    !hasControls(name) &&
    !hidden.some((secret) => name.toLowerCase().includes(secret));
  // Each look compares with all secrets.
  const candidates = bindings
    .slice(0, SHOWN)
    .map(({ names, labels, client }) =>
      [...names, ...labels, fieldsOf(client).clientId ?? ''].filter(usable),
    );
  const taken = candidates.map(([first]) => first);
  const shown = candidates.map((names) => {
    const own = names.find((name) => taken.filter((other) => other === name).length < 2);
    return oneLine(own ?? names[0] ?? 'one without a name', 100);
  });
  const more = bindings.length - shown.length;
  return listOf(more > 0 ? [...shown, `${more} more`] : shown);
}
