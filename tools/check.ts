/** `npm run check`: types, lint, format, walls, dead exports, manifest. No test is run. */

import { runChecks } from './check/runChecks.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';

await toolMain(async () => {
  readOptions({});
  const results = await runChecks((line) => console.log(line));
  return results.some(({ outcome }) => outcome.kind === 'failed') ? 1 : 0;
});
