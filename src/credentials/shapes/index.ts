import { credentialStore } from './credential-store.ts';
import { flat } from './flat.ts';
import { messaging } from './messaging.ts';
import { oa2 } from './oa2.ts';
import { oauth } from './oauth.ts';
import { onlyClient } from './only-client.ts';
import type { Shape } from './shape.ts';
import { uaa } from './uaa.ts';

/** All shapes, in the order in which they are tried. A new shape is one file and one line here. */
export const shapes: readonly Shape[] = [
  flat,
  uaa,
  oauth,
  messaging,
  oa2,
  credentialStore,
  onlyClient,
];
