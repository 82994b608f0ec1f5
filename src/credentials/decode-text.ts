/** Spaces that are no ASCII space: they come with text that was copied from a web page. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

/** Text from bytes in UTF-8 or UTF-16, with or without a byte order mark. */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes).toString('utf16le');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  // Text for which UTF-16 is used begins with an ASCII character, whose other byte is zero.
  if (bytes[1] === 0) return bytes.toString('utf16le');
  if (bytes[0] === 0) return swapped(bytes).toString('utf16le');
  return bytes.toString();
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/**
 * Text without what a file or a clipboard added to it: byte order marks, the zero bytes of UTF-16
 * that was read as something else, white space at both ends.
 */
export function cleaned(text: string): string {
  const withoutZeros = text.includes('\0') ? text.replace(/\0/g, '').replace(/^\ufffd+/, '') : text;
  return withoutZeros.replace(/^\ufeff+/, '').trim();
}

/** The same text with plain spaces, and without characters that look like nothing. */
export function plainSpaces(text: string): string {
  return text.replace(OTHER_SPACES, ' ').replace(INVISIBLE, '');
}
