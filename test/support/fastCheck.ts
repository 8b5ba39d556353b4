/**
 * Property tests draw the same values in every run, so that a run can be repeated and a change is what breaks it.
 * `FAST_CHECK_RUNS=10000 npx vitest run` draws new ones, as many: how to look for what the fixed ones do not show.
 */

import fc from 'fast-check';

const runs = Number(process.env['FAST_CHECK_RUNS'] ?? 0);

fc.configureGlobal(runs > 0 ? { numRuns: runs, interruptAfterTimeLimit: 25_000 } : { seed: 20_260_101 });
