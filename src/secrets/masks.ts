/** What the runner must mask for a client secret, beyond the encodings that it derives itself. */
export function secretMasks(clientId: string, clientSecret: string): string[] {
  const id = formEncode(clientId);
  const secret = formEncode(clientSecret);
  return [clientSecret, secret, basicValue(clientId, clientSecret), basicValue(id, secret)];
}

/**
 * What the runner must mask for a private key: its lines as they are given and as RFC 7468 writes
 * them, and the key without any line breaks. The BEGIN and END lines are no secret.
 */
export function keyMasks(privateKey: string): string[] {
  const lines = keyLines(privateKey);
  const body = lines.join('');
  const standard = body.match(/.{1,64}/g) ?? [];
  // A very short last line is covered by the longer forms; alone it would hide innocent text.
  const single = [...lines, ...standard].filter((line) => line.length >= 8);
  return [...single, body, lines.join('\\n'), standard.join('\\n')];
}

/** What is secret of a private key, on one line. */
export function keyBody(privateKey: string): string {
  return keyLines(privateKey).join('');
}

function keyLines(privateKey: string): string[] {
  return privateKey
    .replace(/-----[A-Z0-9 ]+-----/g, ' ')
    .split(/\\r|\\n|\s/)
    .filter((line) => line !== '');
}

export function basicValue(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}

/** application/x-www-form-urlencoded (RFC 6749 appendix B). */
export function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
