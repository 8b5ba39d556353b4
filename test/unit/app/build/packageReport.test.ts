import { describe, expect, test } from 'vitest';
import type { FunctionFile } from '../../../../src/app/build/functionFiles.ts';
import { guessLayer } from '../../../../src/app/build/layerFolder.ts';
import { packageReport } from '../../../../src/app/build/packageReport.ts';

const file = (path: string, bytes = 1): FunctionFile => ({ path, source: `/p/${path}`, bytes });
const MB = 1024 * 1024;

describe('the report of a package', () => {
  test('shows the largest first, folders with what is in them, and what is left out', () => {
    const report = packageReport({
      subject: 'orders for Local',
      files: [
        file('index.js', 4_300),
        file('node_modules/sharp/lib/index.js', 1_000),
        file('node_modules/sharp/build/sharp.node', 3 * MB),
        file('node_modules/a/index.js', 20),
      ],
      zippedBytes: 1.5 * MB,
      leftOut: [
        { path: '.env', reason: '.env (built-in)' },
        { path: 'test/', reason: 'test/ (.lambdaignore)' },
      ],
    });
    expect(report).toMatchInlineSnapshot(`
      "Package of orders for Local

           3 MB  unzipped, 1.2 % of 250 MB
         1.5 MB  zipped, 3.0 % of 50 MB
      4 files

           3 MB  node_modules/  (3 files)
           3 MB    sharp/  (2 files)
           3 MB      build/  (1 file)
           3 MB        sharp.node
         1000 B      lib/  (1 file)
         1000 B        index.js
           20 B    a/  (1 file)
           20 B      index.js
         4.2 KB  index.js

      Left out, with the rule that says so
                 .env   .env (built-in)
                 test/  test/ (.lambdaignore)
      "
    `);
  });

  test('says which limit is exceeded, and what that means', () => {
    const large = [file('model.bin', 240 * MB)];
    const report = packageReport({ subject: 'x', files: large, zippedBytes: 60 * MB, leftOut: [] });
    expect(report).toContain('   240 MB  unzipped, 96 % of 250 MB\n');
    expect(report).toContain('    60 MB  zipped, 120 % of 50 MB  ⚠ above it the upload goes through S3\n');
    expect(report).toContain('Nothing of the folder is left out.');
    const tooLarge = packageReport({ subject: 'x', files: [file('a', 300 * MB)], zippedBytes: undefined, leftOut: [] });
    expect(tooLarge).toContain('   300 MB  unzipped, 120 % of 250 MB  ⚠ Lambda takes no larger package\n');
    expect(tooLarge).not.toContain('  zipped');
  });

  test('stays readable whatever the number of files', () => {
    const files = Array.from({ length: 1000 }, (_, index) => file(`data/${index}.json`, index));
    const rows = packageReport({ subject: 'x', files, zippedBytes: 1, leftOut: [] }).split('\n');
    expect(rows.length).toBeLessThan(60);
    expect(rows).toContain('   1000 B    999.json'.replace('1000 B', ' 999 B'));
    expect(rows.some((row) => row.endsWith('… 960 more'))).toBe(true);
  });
});

describe('a folder that becomes a layer', () => {
  const guess = (...paths: string[]) =>
    guessLayer(
      '/w/shared utils',
      paths.map((path) => file(path)),
    );

  test.each([
    [['python/requests/__init__.py'], ['python3.12', 'python3.13', 'python3.14']],
    [['python/lib/python3.13/site-packages/x.py'], ['python3.13']],
    [['nodejs/node_modules/a/index.js'], ['nodejs22.x', 'nodejs24.x']],
    [['nodejs/node22/node_modules/a/index.js'], ['nodejs22.x']],
    [['java/lib/a.jar'], ['java17', 'java21', 'java25']],
    [['ruby/gems/3.4.0/gems/a/lib/a.rb'], ['ruby3.4']],
    [['bin/ffmpeg'], []],
    [
      ['lib/libvips.so', 'python/a.py'],
      ['python3.12', 'python3.13', 'python3.14'],
    ],
  ])('%j is for %j', (paths, runtimes) => {
    expect(guess(...paths)).toEqual({ name: 'shared-utils', runtimes, remark: undefined });
  });

  test.each([
    ['node_modules/a/index.js', 'put node_modules into a folder called nodejs'],
    ['requests/__init__.py', 'Python looks for modules in the folder python'],
    ['a.jar', 'put the jars there'],
    ['model.bin', 'Functions find the files below /opt'],
  ])('%s is where no runtime looks, and says so', (path, remark) => {
    const { runtimes, remark: said } = guess(path);
    expect(runtimes).toEqual([]);
    expect(said).toContain(remark);
  });
});
