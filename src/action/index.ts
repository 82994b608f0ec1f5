// The entry of the token action.
// Loaded first for what that starts; the reason stands there.
import '../http/connection.ts';

import { start } from '../runner/start.ts';
import { tokenAction } from './token-action.ts';

start(tokenAction, (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
