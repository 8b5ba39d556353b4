import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { generateTable, targets } from '../../tools/generateConstraints.ts';

const modelFolder = process.env['AWS_MODELS_DIR'];

for (const target of targets) {
  it(`${target.exportName} is what the generator makes of ${target.modelFile}`, (context) => {
    if (modelFolder === undefined) {
      context.skip("AWS's service models are not at hand: AWS_MODELS_DIR names their folder");
      return;
    }
    const name = path.basename(target.tableFile);
    expect(readFileSync(target.tableFile, 'utf8'), name).toBe(generateTable(target, modelFolder));
  });
}
