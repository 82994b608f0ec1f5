import { Failure } from './failure.ts';
import { hasControls } from './text.ts';

/**
 * A value that goes into a request, unchanged: it has one line and no control characters.
 *
 * @throws Failure E_INPUT_CHARSET; `what` names the value.
 */
export function visible(text: string, what: string): string {
  // Half a character would be sent as another one.
  if (!hasControls(text) && text.isWellFormed()) return text;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The ${what} holds a line break or another control character. Was more than one value pasted?`,
  );
}
