import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lambdaModel } from '../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../src/service/wire/generated/logsConstraints.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/local-service.md'), 'utf8');
const rows = page
  .slice(page.indexOf('## Where it departs from AWS'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the table of departures from AWS', () => {
  it.each(rows)('%s%s is held by a test', (_, what, _aws, _here, heldBy) => {
    const [, file = '', title = ''] = /^`([\w.]+)`: (.+)$/.exec(heldBy ?? '') ?? [];
    const found = globSync(`test/{contract,unit/service}/**/${file}`, { cwd: root });
    expect(found.length, `${what}: ${file}`).toBeGreaterThan(0);
    const tests = found.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n');
    expect(tests, what).toContain(title);
  });

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(existsSync(path.join(root, 'docs/local-service.md'))).toBe(true);
  });
});

describe('the list of operations', () => {
  it.each([
    ['Lambda', lambdaModel],
    ['CloudWatch Logs', logsModel],
  ])('of %s is that of the wire layer', (service, model) => {
    const [, listed = ''] = new RegExp(`\\*\\*${service}:\\*\\* ([^*]+?)\\.(?:\\n|$)`, 's').exec(page) ?? [];
    expect(listed.split(/,\s+/).sort()).toEqual(Object.keys(model.inputs).sort());
  });
});
