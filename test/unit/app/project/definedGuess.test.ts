import { afterEach, describe, expect, it } from 'vitest';
import { definedGuess } from '../../../../src/app/project/definedGuess.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
afterEach(() => folders.remove());

describe('how a defined function is built', () => {
  it.each([
    ['java21', ['pom.xml'], { kind: 'java', tool: 'maven' }],
    ['java21', ['build.gradle.kts'], { kind: 'java', tool: 'gradle' }],
    ['java21', ['app.jar'], { kind: 'copy' }],
    ['python3.13', ['requirements.txt', 'jobs.py'], { kind: 'python' }],
    ['python3.13', ['jobs.py'], { kind: 'copy' }],
    ['ruby3.4', ['Gemfile'], { kind: 'ruby' }],
    ['dotnet8', ['Jobs.csproj'], { kind: 'dotnet' }],
    ['provided.al2023', ['go.mod'], { kind: 'go' }],
    ['provided.al2023', ['Cargo.toml'], { kind: 'rust' }],
    ['provided.al2023', ['bootstrap'], { kind: 'copy' }],
    ['provided.al2023', ['notes.txt'], undefined],
    ['nodejs22.x', ['jobs.mjs'], { kind: 'copy' }],
    ['nodejs22.x', [], undefined],
  ])('%s with %j: %j', async (runtime, names, build) => {
    const folder = folders.create(Object.fromEntries(names.map((name) => [name, ''])));
    const guess = await definedGuess({
      kind: 'sam',
      functionName: 'jobs',
      logicalId: 'Jobs',
      place: { file: '/template.yaml', line: 1 },
      folder,
      build: undefined,
      settings: { runtime, handler: 'jobs.run' },
    });
    expect(guess).toEqual(build && { runtime, handler: 'jobs.run', build, suggestedName: 'jobs' });
  });
});
