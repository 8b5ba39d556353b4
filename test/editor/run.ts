/** Runs inside the editor's extension host: the suites in order, the first one before anything was used. */

import Mocha from 'mocha';
import { activationSuite } from './activationSuite.ts';
import { closeEverything } from './editorSupport.ts';
import { eventSchemaSuite } from './eventSchemaSuite.ts';
import { functionsViewSuite } from './functionsViewSuite.ts';
import { invokePanelSuite } from './invokePanelSuite.ts';
import { logsSuite } from './logsSuite.ts';
import { redeploySuite } from './redeploySuite.ts';

export async function run(): Promise<void> {
  const grep = process.env['MOCHA_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, ...(grep ? { grep } : {}) });
  mocha.suite.emit('pre-require', globalThis, 'run.ts', mocha);
  for (const suite of [
    activationSuite,
    functionsViewSuite,
    redeploySuite,
    invokePanelSuite,
    eventSchemaSuite,
    logsSuite,
  ])
    suite();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await closeEverything();
  if (failures > 0) throw new Error(`${failures} failed`);
}
