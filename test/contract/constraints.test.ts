import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateTable, targets } from '../../tools/generateConstraints.ts';

const modelFolder = process.env['AWS_MODELS_DIR'];

describe.skipIf(modelFolder === undefined)(
  'generated constraints (needs AWS_MODELS_DIR: a folder with the botocore service models)',
  () => {
    it.each(targets)('$exportName is what the generator makes of $modelFile', (target) => {
      const name = path.basename(target.tableFile);
      expect(readFileSync(target.tableFile, 'utf8'), name).toBe(generateTable(target, modelFolder ?? ''));
    });
  },
);
