import { describe, expect, it } from 'vitest';
import { BuildFailed } from '../../../../src/app/build/buildContext.ts';

describe('a build that failed', () => {
  it.each([
    [
      '\u001b[0m\u001b[0m[ERROR] COMPILATION ERROR : \n[ERROR] Source option 5 is no longer supported. Use 7 or later.\n[ERROR] \n\u001b[0m\u001b[0m',
      'Source option 5 is no longer supported. Use 7 or later.',
    ],
    ['error: could not find `Cargo.toml`', 'could not find `Cargo.toml`'],
    ['compiling\nlast word\n\n', 'last word'],
    ['\u001b[0m', 'it gave no reason'],
  ])('says what the tool said, without its colours: %j', (output, words) => {
    expect(new BuildFailed('f', '/f', [], output).message).toBe(`The build of f failed: ${words}`);
  });
});
