/** Reads what Maven, Gradle and javac write about Java and Kotlin sources, and about their own build files. */

import { fileURLToPath } from 'node:url';
import { type BuildProblem, placeIn, plainText, withoutRepetition } from './buildProblem.ts';

/** Maven: `[ERROR] path:[line,column] message`, once as it happens and once in the summary. */
export function mavenProblems(output: string, folder: string): readonly BuildProblem[] {
  const text = plainText(output);
  const compiler =
    /^\[(ERROR|WARNING)\] (\S.*\.(?:java|kt)):\[(\d+),(\d+)\] (?:error: |warning: )?(.+(?:\n {2}\S.*)*)/gm;
  const problems = [...text.matchAll(compiler)].map(
    ([, severity, file = '', line, column, message = '']): BuildProblem => ({
      ...placeIn(folder, { file, line, column }),
      severity: severity === 'ERROR' ? 'error' : 'warning',
      message: unindented(message),
      source: 'maven',
    }),
  );
  return withoutRepetition([...problems, ...pomProblems(text, folder)]);
}

/** Gradle passes on what the compilers say, and names the line of a script that fails. */
export function gradleProblems(output: string, folder: string): readonly BuildProblem[] {
  const text = plainText(output);
  const kotlin = [...text.matchAll(/^([ew]): (file:\/\/\S+?):(\d+):(\d+):? (.+)/gm)].map(
    ([, severity, url = '', line, column, message = '']): BuildProblem => ({
      ...placeIn(folder, { file: fileURLToPath(url), line, column }),
      severity: severity === 'e' ? 'error' : 'warning',
      message,
      source: 'kotlinc',
    }),
  );
  const script = /^(?:Build|Settings) file '(.+)' line: (\d+)\n[\s\S]*?\* What went wrong:\n(.+(?:\n> .+)*)/gm;
  const scripts = [...text.matchAll(script)].map(
    ([, file = '', line, message = '']): BuildProblem => ({
      ...placeIn(folder, { file, line }),
      severity: 'error',
      message,
      source: 'gradle',
    }),
  );
  return withoutRepetition([...javacProblems(text, folder), ...kotlin, ...scripts]);
}

/** javac: `path:line: error: message`, the line of source, and a caret below its column; details may follow. */
export function javacProblems(output: string, folder: string): readonly BuildProblem[] {
  const compiler = /^((?:[A-Za-z]:)?[^:\n]+\.java):(\d+): (error|warning): (.+)(?:\n.*\n( *)\^((?:\n {2}\S.*)*))?/gm;
  return [...output.matchAll(compiler)].map(
    ([, file = '', line, severity, message = '', indent = '', details = '']) => ({
      ...placeIn(folder, { file, line, column: String(indent.length + 1) }),
      severity: severity === 'error' ? 'error' : 'warning',
      message: unindented(message + details),
      source: 'javac',
    }),
  );
}

function pomProblems(text: string, folder: string): readonly BuildProblem[] {
  const parsing = /^\[(?:FATAL|ERROR)\] (.+?) @ (?:(\S.*?), )?line (\d+), column (\d+)/gm;
  const broken = [...text.matchAll(parsing)].map(([, message = '', file, line, column]): BuildProblem => {
    const pom = /(?:Non-parseable|Malformed) POM (.+?pom\.xml)/.exec(message)?.[1] ?? file ?? 'pom.xml';
    return {
      ...placeIn(folder, { file: pom, line, column }),
      severity: 'error',
      message: message.trim(),
      source: 'maven',
    };
  });
  const [, missing] =
    /^\[ERROR\] Failed to execute goal on project .*?: (Could not resolve dependencies .*?)(?: -> \[Help 1\])?$/m.exec(
      text,
    ) ?? [];
  if (missing === undefined) return broken;
  return [
    ...broken,
    { ...placeIn(folder, { file: 'pom.xml', line: '1' }), severity: 'error', message: missing, source: 'maven' },
  ];
}

function unindented(message: string): string {
  return message.replaceAll(/\n +/g, '\n').trim();
}
