// The face of dist/rotation.cjs, which both actions load.
export { toolkitRunner } from '../runner/toolkit.ts';
export { rotateAction } from './rotate-action.ts';
export { rotateFirst } from './rotate-first.ts';
