import { expect, test } from 'vitest';
import type { Memento } from 'vscode';
import { forgetFormerValues } from '../../../src/vscode/mementoStore.ts';

test('runs that an earlier version kept in the memento are removed, and nothing else', async () => {
  const values = new Map<string, unknown>([
    ['history:local/hello', [1]],
    ['draft:local/history:', 2],
  ]);
  const memento: Memento = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: async (key, value) => void (value === undefined ? values.delete(key) : values.set(key, value)),
  } as Memento;
  await forgetFormerValues(memento);
  expect([...values.keys()]).toEqual(['draft:local/history:']);
});
