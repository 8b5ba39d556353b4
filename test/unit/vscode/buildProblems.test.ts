import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildProblem } from '../../../src/app/build/problems/buildProblem.ts';
import { BuildProblems } from '../../../src/vscode/buildProblems.ts';
import { DiagnosticSeverity } from '../../fakes/vscode.ts';
import { languagesWorld } from '../../fakes/vscodeLanguages.ts';

const orders = { targetId: 'local', functionName: 'orders' };
const invoices = { targetId: 'prod/eu-west-1', functionName: 'invoices' };
const problem = (changes: Partial<BuildProblem> = {}): BuildProblem => ({
  file: '/project/main.go',
  line: 3,
  column: 8,
  severity: 'error',
  message: 'undefined: nobody',
  source: 'go',
  ...changes,
});
let problems: BuildProblems;

beforeEach(() => {
  languagesWorld.problems.clear();
  problems = new BuildProblems();
});
afterEach(() => problems.dispose());

const shown = () =>
  Object.fromEntries(
    [...languagesWorld.problems].map(([file, list]) => [
      file,
      list.map(({ message, severity, source, code, range }) => [
        `${range.start.line}:${range.start.character}-${range.end.character}`,
        severity === DiagnosticSeverity.Error ? 'error' : 'warning',
        source,
        ...(code === undefined ? [] : [code]),
        message,
      ]),
    ]),
  );

test('problems of a build stand at their places, until the next build of that function', () => {
  const unused = problem({
    file: '/project/src/a.rs',
    endColumn: 12,
    severity: 'warning',
    code: 'W1',
    message: 'unused',
  });
  problems.show(orders, [problem(), unused]);
  expect(shown()).toEqual({
    'file:///project/main.go': [['2:7-7', 'error', 'go', 'undefined: nobody']],
    'file:///project/src/a.rs': [['2:7-11', 'warning', 'go', 'W1', 'unused']],
  });
  problems.show(orders, [unused]);
  expect(Object.keys(shown())).toEqual(['file:///project/src/a.rs']);
  problems.show(orders, []);
  expect(shown()).toEqual({});
});

test('a file that two functions share keeps what the other one has, and shows it once', () => {
  problems.show(orders, [problem()]);
  problems.show(invoices, [problem(), problem({ line: 9, message: 'only here' })]);
  expect(shown()['file:///project/main.go']).toHaveLength(2);
  problems.show(invoices, []);
  expect(shown()['file:///project/main.go']).toEqual([['2:7-7', 'error', 'go', 'undefined: nobody']]);
});
