import { responseReader } from '../../src/http/response.ts';
import type { Answer } from './node-parser.ts';

/** Feeds `bytes`, cut at `cuts`, to a new reader, and ends the connection when it asks for more. */
export function readPieces(bytes: Buffer, cuts: readonly number[] = []): Answer {
  const reader = responseReader();
  const places = [...cuts.filter((cut) => cut <= bytes.length), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of places) {
    const response = reader.push(bytes.subarray(from, to));
    if (response !== undefined) return comparable(response);
    from = to;
  }
  return comparable(reader.end());
}

function comparable({
  status,
  headers,
  body,
}: ReturnType<ReturnType<typeof responseReader>['end']>): Answer {
  const lists = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()]);
  return { status, headers: Object.fromEntries(lists), body: body.toString('latin1') };
}

/** The code of what `read` throws, or the status of what it returns. */
export function outcome(read: () => Answer): string | number {
  try {
    return read().status;
  } catch (error) {
    if (error instanceof Error && 'retries' in error && 'code' in error) return String(error.code);
    throw error;
  }
}
