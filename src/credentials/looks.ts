/** Is the id of a UAA client cut? Shells and terminals end it at `!`, `|` or dots. */
export function looksCut(clientId: string): boolean {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
}

/** Does it stand for a secret, as far as one can say? Servers have had such secrets in tests. */
export function looksLikePlaceholder(clientSecret: string): boolean {
  return /^(?:\*+|<.*>|\[?redacted\]?|x{6,}|\$[A-Z_]+|changeme)$/i.test(clientSecret);
}

/**
 * A binding secret of XSUAA is `<uuid>$<43 characters>=`. A shell that expands the second part leaves
 * nothing or something else of it; a file for Docker Compose doubles the `$`.
 */
export function lostItsDollar(clientSecret: string): boolean {
  if (clientSecret.includes('$')) return clientSecret.includes('$$');
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  return clientSecret[8] === '-' && clientSecret[13] === '-' && isUuid.test(clientSecret);
}
