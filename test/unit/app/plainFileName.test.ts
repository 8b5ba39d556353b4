import { expect, test } from 'vitest';
import { plainFileName } from '../../../src/app/plainFileName.ts';

test.each([
  ['report 2026.pdf', 'report 2026.pdf'],
  ['../../.ssh/authorized_keys', '_.._.ssh_authorized_keys'],
  ['C:\\Windows\\x.exe', 'C__Windows_x.exe'],
  ['.bashrc', 'bashrc'],
  ['a\u0000b\n.txt', 'a_b_.txt'],
  ['gnp\u202e.exe', 'gnp_.exe'],
  ['...', 'answer'],
  ['', 'answer'],
])('%j becomes %j', (text, name) => {
  expect(plainFileName(text, 'answer')).toBe(name);
});

test('a long name is cut', () => {
  expect(plainFileName('x'.repeat(1000), 'answer')).toHaveLength(200);
});
