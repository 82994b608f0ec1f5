// The face of the bundle that rotates: both actions load it, the token action where an input asks for it.
export { rotateRun } from './rotate-action.ts';
export { rotateFirst } from './rotate-first.ts';
