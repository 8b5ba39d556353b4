/** `npm run screenshots`: plays the story in a real VS Code and keeps a picture of every step. */

import path from 'node:path';
import { buildAll } from './build/buildAll.ts';
import { rootFolder } from './shared/paths.ts';
import { say, step } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';
import { testStages } from './test/stages.ts';
import { closingLine } from './test/suiteReport.ts';

await toolMain(async () => {
  const options = readOptions({ folder: { type: 'string', default: path.join('docs', 'images') } });
  const folder = path.resolve(rootFolder, options.folder);
  await step('Building', () => buildAll());
  // The suite that plays the story reads the folder from its environment.
  process.env['LAMBDA_WORKBENCH_PICTURES'] = folder;
  const story = testStages(true).find(({ name }) => name === 'story');
  if (!story) throw new Error('There is no story to play');
  const report = await story.run(story.deadlineMs);
  say(closingLine(report));
  say(`Pictures: ${folder}`);
  return report.failed === 0 ? 0 : 1;
});
