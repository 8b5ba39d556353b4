/** What the tools wrote when they were run on broken projects, and what the Problems panel shows of it. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { BuildProblem, ProblemParser } from '../../../../../src/app/build/problems/buildProblem.ts';
import { cargoProblems } from '../../../../../src/app/build/problems/cargoProblems.ts';
import { commandProblems } from '../../../../../src/app/build/problems/commandProblems.ts';
import { atTheirLines, refusedGems, refusedWheels } from '../../../../../src/app/build/problems/dependencyProblems.ts';
import { esbuildProblems } from '../../../../../src/app/build/problems/esbuildProblems.ts';
import { goProblems } from '../../../../../src/app/build/problems/goProblems.ts';
import { gradleProblems, javacProblems, mavenProblems } from '../../../../../src/app/build/problems/javaProblems.ts';
import { microsoftProblems } from '../../../../../src/app/build/problems/microsoftProblems.ts';
import { TemporaryFolders } from '../../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterAll(() => folders.remove());

const fixture = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../../../fixtures/builds', name), 'utf8');
const shown = (parse: ProblemParser, name: string) => parse(fixture(name), '/project').map(inOneLine);

function inOneLine({ file, line, column, endColumn, severity, source, code, message }: BuildProblem): string {
  const place = `${file}:${line}:${column}${endColumn === undefined ? '' : `-${endColumn}`}`;
  return `${place} ${severity} ${source}${code === undefined ? '' : `(${code})`} ${message.replaceAll('\n', ' | ')}`;
}

describe('problems of a build', () => {
  test('esbuild', () => {
    expect(shown((output, folder) => esbuildProblems(output, folder, 'b.ts'), 'esbuild.txt')).toMatchInlineSnapshot(`
      [
        "/project/b.ts:5:1 error esbuild Cannot assign to "a" because it is a constant",
        "/project/b.ts:6:7-10 warning esbuild(equals-nan) Comparison with NaN using the "===" operator here is always false",
        "/project/b.ts:1:19-30 error esbuild Could not resolve "./nowhere"",
      ]
    `);
    expect(esbuildProblems('✘ [ERROR] Unknown platform\n', '/project', 'src/index.ts').map(inOneLine)).toEqual([
      '/project/src/index.ts:1:1 error esbuild Unknown platform',
    ]);
  });

  test.each(['go-types.txt', 'go-module.txt', 'go-syntax.txt', 'go-package.txt'])('go build: %s', (name) => {
    expect(shown(goProblems, name)).toMatchSnapshot();
  });

  test.each(['cargo.ndjson', 'cargo-manifest.txt'])('cargo build: %s', (name) => {
    expect(shown(cargoProblems, name)).toMatchSnapshot();
  });

  test.each(['maven.txt', 'maven-dependency.txt', 'maven-pom.txt'])('mvn package: %s', (name) => {
    expect(shown(mavenProblems, name)).toMatchSnapshot();
  });

  test('javac', () => {
    expect(shown(javacProblems, 'javac.txt')).toMatchSnapshot();
  });

  test.each(['gradle.txt', 'gradle-script.txt'])('gradle build: %s', (name) => {
    expect(shown(gradleProblems, name)).toMatchSnapshot();
  });

  test.each(['dotnet.txt', 'tsc.txt'])('Microsoft’s form: %s', (name) => {
    expect(shown(microsoftProblems, name)).toMatchSnapshot();
  });

  test.each(['esbuild.txt', 'go-types.txt', 'javac.txt', 'tsc.txt', 'maven.txt'])(
    'the project’s own command is read whichever tool it runs: %s',
    (name) => {
      expect(shown(commandProblems, name).length).toBeGreaterThan(1);
    },
  );

  test('packages that cannot be had stand at the line that asks for them', async () => {
    const folder = folders.create({
      'requirements.txt': '# database\nmysqlclient-extra==1\nMySQLclient==2.2.4\n',
      Gemfile: 'source "https://gems.example"\n  gem "nosuch", "~> 1"\n',
    });
    const [python, ruby] = [path.join(folder, 'requirements.txt'), path.join(folder, 'Gemfile')];
    expect((await atTheirLines(refusedWheels(fixture('pip.txt')), python, 'pip')).map(inOneLine)).toEqual([
      `${python}:3:1-19 error pip Could not find a version that satisfies the requirement mysqlclient==2.2.4 (from versions: none)`,
    ]);
    const bundler = "Could not find gem 'nosuch (~> 1)' in rubygems repository or installed locally.\n";
    expect((await atTheirLines(refusedGems(bundler), ruby, 'bundler')).map(inOneLine)).toEqual([
      `${ruby}:2:3-23 error bundler Could not find gem 'nosuch (~> 1)' in rubygems repository or installed locally.`,
    ]);
  });

  test('text that only looks like a message is none', () => {
    const chatter = 'Downloading 12:30:01 main.go\nwarning: 3 files\nerror: nothing here\nhttp://host:80:1: hello\n';
    expect(commandProblems(chatter, '/project')).toEqual([]);
  });
});
