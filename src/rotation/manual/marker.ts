import type { Owner } from '../credential-name.ts';

/** What an issue of ours asks for: to replace a client, or to disable one that was replaced. */
export interface Subject {
  readonly kind: 'replace' | 'disable';
  /** Undefined: nothing is stored yet. */
  readonly client: string | undefined;
  /** When the credential was stored that is current, which tells one turn of a client from the next. */
  readonly since: Date | undefined;
}

export interface Marker extends Subject {
  /** The client is in wrong hands, so that nothing waits for the grace period. */
  readonly leaked: boolean;
  /** A run has seen that it was done; a person who closes an issue says something else. */
  readonly done: boolean;
}

/** The first line of an issue's body, which no reader sees. */
export function markerLine(owner: Owner, { kind, client, since, leaked, done }: Marker): string {
  const about = `since=${since?.toISOString() ?? ''} client=${encoded(client)}`;
  return `<!-- ${begin(owner)} ${kind} ${about}${leaked ? ' leaked' : ''}${done ? ' done' : ''} -->`;
}

/** Undefined for an issue that is not about this entry. Further lines are anybody's words. */
export function readMarker(owner: Owner, body: string): Marker | undefined {
  const start = `<!-- ${begin(owner)} `;
  if (!body.startsWith(start)) return undefined;
  const [, kind, since, client, leaked, done] =
    /^(replace|disable) since=(\S{0,30}) client=(\S{0,2000}?)( leaked)?( done)? -->/.exec(
      body.slice(start.length),
    ) ?? [];
  if (kind !== 'replace' && kind !== 'disable') return undefined;
  const date = new Date(since || Number.NaN);
  return {
    kind,
    client: decoded(client),
    since: Number.isNaN(date.getTime()) ? undefined : date,
    leaked: leaked !== undefined,
    done: done !== undefined,
  };
}

export function isSame(one: Subject, other: Subject): boolean {
  return (
    one.kind === other.kind &&
    one.client === other.client &&
    one.since?.getTime() === other.since?.getTime()
  );
}

function begin({ entry, repositoryId }: Owner): string {
  return `api-client-credentials: ${entry} ${repositoryId}`;
}

/** Nothing of it can end the comment: what stays as it is are letters, digits and a few marks. */
function encoded(client: string | undefined): string {
  return encodeURIComponent(client?.toWellFormed() ?? '');
}

function decoded(text: string | undefined): string | undefined {
  try {
    return decodeURIComponent(text ?? '') || undefined;
  } catch {
    // Somebody has changed it.
    return undefined;
  }
}
