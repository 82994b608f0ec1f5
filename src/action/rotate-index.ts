// The entry of the rotation action.
import '../http/connection.ts';

import { setTimeout } from 'node:timers/promises';
import { start } from '../runner/start.ts';
import { rotateAction } from './rotate-action.ts';

start(rotateAction, (milliseconds) => setTimeout(milliseconds));
