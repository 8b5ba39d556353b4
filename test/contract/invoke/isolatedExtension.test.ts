/** An extension where functions are isolated. Skipped, with the reason, where bubblewrap is missing or not permitted. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { messageOf } from '../../../src/base/humanError.ts';
import { findBubblewrap } from '../../../src/service/environment/isolation/bubblewrap.ts';
import { bootstrapFolder } from '../../support/bootstraps.ts';
import { ExtensionFunctions } from '../../support/extensionFunctions.ts';
import { TestService } from '../../support/localService.ts';

const problem = await findBubblewrap(process.env['PATH'], systemClock).then(() => undefined, messageOf);

describe.skipIf(problem !== undefined)(`an isolated extension${problem === undefined ? '' : `: ${problem}`}`, () => {
  let test: TestService;
  let functions: ExtensionFunctions;
  beforeAll(async () => {
    test = await TestService.start({
      realFunctions: true,
      bootstrapFolder: await bootstrapFolder(),
      isolation: 'bwrap',
    });
    functions = new ExtensionFunctions(test);
  });
  afterAll(async () => {
    await test.dispose();
    functions.remove();
  });

  it('has the paths of Lambda, and a /tmp of its own', async () => {
    const source = `const { readdirSync, writeFileSync } = require('node:fs');
      exports.handler = async () => { writeFileSync('/tmp/of-the-function', ''); return readdirSync('/opt'); };`;
    const script = { name: 'extensions/surroundings.py', content: ExtensionFunctions.fixture('surroundings.py') };
    await functions.create('isolated', {}, {}, source, script);
    expect((await functions.invoke('isolated')).payload).toEqual(['extensions']);
    await functions.change('isolated');
    await vi.waitFor(
      async () => expect(await functions.logLines('isolated')).toContain('told SHUTDOWN with []\n'),
      20_000,
    );
    expect(await functions.logLines('isolated')).toEqual(
      expect.arrayContaining([
        'runs /opt/extensions/surroundings.py in /opt with []\n',
        'EXTENSION\tName: surroundings.py\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n',
        expect.stringMatching(/^told INVOKE with /),
      ]),
    );
  });
});
