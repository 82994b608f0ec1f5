/** So many equal characters in a row are no coincidence. */
const WINDOW = 8;

/** More of a text is never shown, and looking at it would take time. */
const LOOKED_AT = 8000;

/** The pieces of secrets by which an echo is found. */
export interface EchoIndex {
  /** Takes time linear in the length of the secrets. */
  add(secrets: readonly string[]): void;
  /** Takes time linear in the length of the text, however many the secrets are. */
  isRepeatedBy(text: string): boolean;
}

/**
 * An echo is a run of eight characters of a secret, in one of its encodings; or all of an encoding
 * that is shorter.
 *
 * @param limit so many characters of encodings are searched; more are put into a table.
 */
export function echoIndex(secrets: readonly string[] = [], limit: number = FEW): EchoIndex {
  /** Until there are many. */
  let few: string[] = [];
  let joined = '';
  let windows: WindowTable | undefined;
  const short = new Set<string>();
  const index: EchoIndex = {
    add(more) {
      const all = new Set(more.flatMap(encodings));
      few = few.concat([...all].filter(({ length }) => length >= WINDOW));
      joined = few.join('\uffff');
      if (joined.length > limit) {
        windows ??= windowTable();
        windows.add(few);
        [few, joined] = [[], ''];
      }
      for (const one of all) if (one !== '' && one.length < WINDOW) short.add(one);
    },
    isRepeatedBy(text) {
      const readings = readingsOf(text.slice(0, LOOKED_AT));
      return readings.some(
        (reading) =>
          holdsAny(reading, short) ||
          sharesWindow(reading, joined) ||
          windows?.sharesOneWith(reading) === true,
      );
    },
  };
  index.add(secrets);
  return index;
}

/** For one step with a secret and a token: to put them into a table takes ten times as long. */
const FEW = 131_072;

/**
 * Is one of the windows of a text in another text? Each window holds a quarter of it that begins at a
 * place divisible by five, and most of these are found nowhere.
 */
function sharesWindow(text: string, other: string): boolean {
  if (other === '') return false;
  for (let at = 0; at + 4 <= text.length; at += 5) {
    if (!other.includes(text.slice(at, at + 4))) continue;
    for (let start = Math.max(0, at - 4); start <= at && start + WINDOW <= text.length; start++) {
      if (other.includes(text.slice(start, start + WINDOW))) return true;
    }
  }
  return false;
}

/** What a text may mean: as it is, decoded, and without what may be between the characters. */
function readingsOf(text: string): string[] {
  const readings = [text, decoded(text), text.replace(/\s/g, ''), lettersAndDigits(text)];
  return [...new Set(readings.map((reading) => reading.toLowerCase()))];
}

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'),
  );
  const plain = shifted.map((text) => text.replace(/=+$/, ''));
  const url = plain.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
  const reversed = [...secret].reverse().join('');
  return secret === ''
    ? []
    : [secret, lettersAndDigits(secret), reversed, bytes.toString('hex'), ...plain, ...url].map(
        (text) => text.toLowerCase(),
      );
}

/** Whatever somebody may have put between the characters. */
function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

function decoded(text: string): string {
  return text
    .replace(/\+/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString());
}

/** @param words each shorter than a window. */
function holdsAny(text: string, words: ReadonlySet<string>): boolean {
  const lengths = new Set([...words].map(({ length }) => length));
  for (const length of lengths) {
    for (let at = 0; at + length <= text.length; at++) {
      if (words.has(text.slice(at, at + length))) return true;
    }
  }
  return false;
}

/** All windows of many texts. */
interface WindowTable {
  add(texts: readonly string[]): void;
  sharesOneWith(text: string): boolean;
}

/** How many characters the table has room for at first. */
const ROOM = 4096;

/**
 * A hash table with open addressing, of the places at which windows begin: a thousand credentials
 * have a million windows, and as a set of strings these would take a hundred megabytes.
 */
function windowTable(): WindowTable {
  let used = 0;
  let letters = new Uint16Array(ROOM);
  /** Where in `letters` a window begins, plus one; 0 in a slot that is free. */
  let slots = new Uint32Array(2 * ROOM);

  /** The slot of a window, or the free one that it would get. */
  function slotOf(codes: Uint16Array, at: number): number {
    // The number of slots is a power of two.
    const last = slots.length - 1;
    for (let slot = hashOf(codes, at) & last; ; slot = (slot + 1) & last) {
      const entry = slots[slot] ?? 0;
      if (entry === 0 || isSame(letters, entry - 1, codes, at)) return slot;
    }
  }

  function makeRoom(needed: number): void {
    if (needed <= letters.length) return;
    const before = { letters, slots };
    letters = new Uint16Array(2 ** Math.ceil(Math.log2(needed)));
    letters.set(before.letters);
    slots = new Uint32Array(2 * letters.length);
    for (const entry of before.slots) {
      if (entry > 0) slots[slotOf(letters, entry - 1)] = entry;
    }
  }

  return {
    add(texts) {
      makeRoom(texts.reduce((sum, { length }) => sum + length, used));
      for (const text of texts) {
        const end = used + text.length;
        letters.set(codesOf(text), used);
        for (let at = used; at + WINDOW <= end; at++) slots[slotOf(letters, at)] = at + 1;
        used = end;
      }
    },
    sharesOneWith(text) {
      const codes = codesOf(text);
      for (let at = 0; at + WINDOW <= codes.length; at++) {
        if (slots[slotOf(codes, at)] !== 0) return true;
      }
      return false;
    },
  };
}

function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
}

function hashOf(codes: Uint16Array, at: number): number {
  let hash = 0;
  for (let next = at; next < at + WINDOW; next++) {
    hash = Math.imul(hash ^ (codes[next] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(one: Uint16Array, oneAt: number, other: Uint16Array, otherAt: number): boolean {
  for (let step = 0; step < WINDOW; step++) {
    if (one[oneAt + step] !== other[otherAt + step]) return false;
  }
  return true;
}
