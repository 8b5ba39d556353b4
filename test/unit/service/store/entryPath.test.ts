import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryPath, entrySegments, isInside } from '../../../../src/service/store/entryPath.ts';

const root = path.resolve('/tmp/root');
const piece = fc.constantFrom('a', 'b.js', '..', '.', '', '...', 'C:', '\\', ' ', 'ä', '..\\', '\0', '%2e%2e', '~');
const entryName = fc.oneof(
  fc.string(),
  fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('/')),
  fc.array(piece, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
);

describe('entryPath', () => {
  it('never leaves the folder, whatever the name', () => {
    fc.assert(
      fc.property(entryName, (name) => {
        const target = entryPath(root, name);
        if (target === undefined) return;
        expect(target.startsWith(root + path.sep)).toBe(true);
        expect(path.normalize(target)).toBe(target);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes every plain name', () => {
    const plain = fc.stringMatching(/^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,10}$/);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 5 }), (segments) => {
        expect(entryPath(root, segments.join('/'))).toBe(path.join(root, ...segments));
      }),
    );
  });

  it.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    '..',
    'a/..',
    'C:/x',
    'c:x',
    '..\\x',
    'a\\..\\..\\x',
    'a\0b',
    '',
    '/',
    '.',
  ])('refuses %j', (name) => {
    expect(entryPath(root, name)).toBeUndefined();
  });

  it.each(['CON', 'aux.js', 'lib/nul', 'COM1.txt', 'lpt9', 'con .txt', 'a.txt:stream', 'name.', 'name ', 'CONOUT$'])(
    'refuses %j on Windows, where it means something else',
    (name) => {
      expect(entrySegments(name, 'win32')).toBeUndefined();
      expect(entrySegments(name, 'linux')).toEqual(name.split('/'));
    },
  );

  it.each(['console.js', 'auxiliary', 'com10', 'nullable/con1', '.hidden', 'a.b'])('takes %j on Windows', (name) => {
    expect(entrySegments(name, 'win32')).toEqual(name.split('/'));
  });

  it('ignores what means nothing', () => {
    expect(entrySegments('./a//b/./c/')).toEqual(['a', 'b', 'c']);
  });
});

describe('isInside', () => {
  it.each([
    ['/tmp/root', true],
    ['/tmp/root/a', true],
    ['/tmp/root/..a', true],
    ['/tmp/rooted', false],
    ['/tmp', false],
    ['/', false],
  ])('says of %s: %s', (target, inside) => {
    expect(isInside(root, path.resolve(target))).toBe(inside);
  });
});
