/** `npm run package`: the `.vsix`, universal or for one platform, checked and within its budget. */

import { HumanError } from '../src/base/humanError.ts';
import { formatBytes } from '../src/base/text.ts';
import { makePackage } from './package/makePackage.ts';
import type { PackedFile } from './package/packageContents.ts';
import { type PackageTarget, packageTargets } from './package/targetEsbuild.ts';
import { rootFolder } from './shared/paths.ts';
import { step, table } from './shared/progress.ts';
import { readOptions, toolMain } from './shared/toolMain.ts';

await toolMain(async () => {
  const options = readOptions({ target: { type: 'string' }, out: { type: 'string', default: rootFolder } });
  const target = options.target === undefined ? undefined : packageTarget(options.target);
  const { file, bytes, budgetBytes, contents } = await step('Packing', () => makePackage(options.out, target));
  console.log(table([['', 'unpacked', 'packed'], ...byFolder(contents)]));
  console.log(`\n${file}: ${formatBytes(bytes)} of ${formatBytes(budgetBytes)}`);
  return 0;
});

function packageTarget(name: string): PackageTarget {
  const found = packageTargets.find((known) => known === name);
  if (!found) throw new HumanError(`There is no package for "${name}": use ${packageTargets.join(', ')}. See --help.`);
  return found;
}

/** Two levels are enough to see what weighs. */
function byFolder(files: readonly PackedFile[]): string[][] {
  const groups = new Map<string, PackedFile[]>();
  for (const file of files) {
    const name = file.path
      .replace(/^extension\//, '')
      .split('/')
      .slice(0, 2)
      .join('/');
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const sum = (group: readonly PackedFile[], of: 'bytes' | 'packedBytes') =>
    group.reduce((total, file) => total + file[of], 0);
  return [...groups]
    .sort(([, a], [, b]) => sum(b, 'packedBytes') - sum(a, 'packedBytes'))
    .map(([name, group]) => [name, formatBytes(sum(group, 'bytes')), formatBytes(sum(group, 'packedBytes'))]);
}
