import { Failure } from '../../base/failure.ts';
import type { Owner } from '../types.ts';
import type { Issue, Issues, IssueText } from './types.ts';

/** An issue of ours. */
export type Notice = Issue & { readonly marker: Marker };

/**
 * What people are asked to do, as issues: one for each subject. Issues are no part of a rotation, so
 * `trouble` says what fails here, and the run goes on.
 */
export interface NoticeBoard {
  /** Why issues cannot be read or written; undefined: they can. */
  trouble(): Failure | undefined;
  /** What a new client was asked for, and no run has seen yet that it is there; the oldest first. */
  asked(): readonly Marker[];
  /** The oldest one about this subject, open or closed. */
  find(subject: Subject): Notice | undefined;
  /**
   * Opens an issue, or brings the one that is there up to date. A closed one stays closed, unless it
   * is `urgent`.
   *
   * @returns the issue; undefined where there is none that is known.
   */
  post(
    subject: Subject & Pick<Marker, 'leaked'>,
    text: IssueText,
    urgent: boolean,
  ): Promise<Notice | undefined>;
  /** Closes what asks to replace another client than this, and the second of two about one subject. */
  settle(current: Subject): Promise<void>;
}

/** For people. */
export function placeOf(notice: Notice | undefined, { repository }: Issues): string {
  return notice === undefined
    ? 'the summary of this run'
    : `issue ${notice.number} of ${repository}`;
}

export async function noticeBoard(owner: Owner, issues: Issues): Promise<NoticeBoard> {
  let notices: Notice[] = [];
  let trouble: Failure | undefined;

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      trouble ??= error;
    }
  }
  function find(subject: Subject): Notice | undefined {
    return notices.find(({ marker }) => isSame(marker, subject));
  }
  async function read(): Promise<void> {
    notices = (await issues.list()).flatMap((issue) => noticeOf(owner, issue));
  }
  async function change(notice: Notice, changes: Partial<IssueText & Pick<Issue, 'open'>>) {
    await issues.update(notice.number, changes);
    notices = notices.flatMap((each) =>
      each.number === notice.number ? noticeOf(owner, { ...each, ...changes }) : [each],
    );
  }
  async function finish(notice: Notice): Promise<void> {
    const words = notice.body.slice(notice.body.indexOf('-->') + 3).trimStart();
    const body = `${markerLine(owner, { ...notice.marker, done: true })}\n${words}`;
    await change(notice, { body, open: false });
  }
  async function open(subject: Subject, text: IssueText): Promise<void> {
    let failure: unknown;
    const created = await issues.create(text).catch((error: unknown) => {
      failure = error;
    });
    // Whether or not an answer came: another run may have opened one, or an earlier request arrived.
    await read();
    if (find(subject) === undefined) {
      if (created === undefined) throw failure;
      // What GitHub lists may be some seconds old.
      notices.push(...noticeOf(owner, created));
    }
    for (const double of notices.filter(isDouble)) await finish(double);
  }
  /** A request that arrived late has opened it, when another run had asked for the same. */
  function isDouble(notice: Notice): boolean {
    return notice.open && find(notice.marker)?.number !== notice.number;
  }

  await guarded(read);
  return {
    trouble: () => trouble,
    asked: () => notices.filter(isAsking).map(({ marker }) => marker),
    find,
    async post(subject, { title, body: words }, urgent) {
      const marker = { ...subject, done: false };
      const text = { title, body: `${markerLine(owner, marker)}\n${words}` };
      if (trouble === undefined) {
        await guarded(async () => {
          const known = find(subject);
          if (known === undefined) return open(subject, text);
          if (!known.open && !urgent) return;
          if (known.open && isUpToDate(known, text)) return;
          await change(known, { ...text, open: true });
        });
      }
      return find(subject);
    },
    async settle(current) {
      const settled = notices.filter(
        (notice) => isDouble(notice) || (isAsking(notice) && !isSame(notice.marker, current)),
      );
      for (const notice of settled) await guarded(() => finish(notice));
    },
  };
}

function isAsking({ marker }: Notice): boolean {
  return marker.kind === 'replace' && !marker.done;
}

function noticeOf(owner: Owner, issue: Issue): Notice[] {
  const marker = readMarker(owner, issue.body);
  return marker === undefined ? [] : [{ ...issue, marker }];
}

/** GitHub's editor writes CRLF, and may leave out what is blank at the end. */
function isUpToDate(issue: IssueText, text: IssueText): boolean {
  const plain = (body: string) => body.replaceAll('\r\n', '\n').trim();
  return issue.title === text.title && plain(issue.body) === plain(text.body);
}

/** What an issue of ours asks for: to replace a client, or to disable one that was replaced. */
export interface Subject {
  readonly kind: 'replace' | 'disable';
  /** Undefined: nothing is stored yet. */
  readonly client: string | undefined;
  /** When the credential was stored that is current, which distinguishes one turn of a client from the next. */
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
  // Nothing of it can end the comment: what stays as it is are letters, digits and a few marks.
  const encoded = encodeURIComponent(client?.toWellFormed() ?? '');
  const about = `since=${since?.toISOString() ?? ''} client=${encoded}`;
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

function decoded(text: string | undefined): string | undefined {
  try {
    return decodeURIComponent(text ?? '') || undefined;
  } catch {
    // Somebody has changed it.
    return undefined;
  }
}
