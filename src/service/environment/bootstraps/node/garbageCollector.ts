/**
 * `gc`, which Lambda's start script exposes with `--expose-gc`. Node.js with that option throws the compiled form of its
 * own modules away and starts a quarter slower; here V8 learns of it when the function first asks for it.
 */

const option = '--expose-gc';

/** Programs that the function forks get the option itself, as on Lambda. */
export function exposeGarbageCollector(): void {
  process.execArgv.unshift(option);
  const define = (gc: unknown) =>
    Object.defineProperty(globalThis, 'gc', { value: gc, configurable: true, enumerable: true, writable: true });
  Object.defineProperty(globalThis, 'gc', {
    configurable: true,
    enumerable: true,
    get() {
      (require('node:v8') as typeof import('node:v8')).setFlagsFromString(option);
      const gc: unknown = (require('node:vm') as typeof import('node:vm')).runInNewContext('gc');
      define(gc);
      return gc;
    },
    set: define,
  });
}
