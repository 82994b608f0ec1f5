// The entry of the rotation action.
import '../http/connection.ts';

import { setTimeout } from 'node:timers/promises';
import { rotateAction } from './rotate-action.ts';
import { start } from './start.ts';

start(rotateAction, (milliseconds) => setTimeout(milliseconds));
