import { beforeEach, describe, expect, test } from 'vitest';
import type { SavedFilter } from '../../../src/protocol/logPanel.ts';
import { SavedFilters } from '../../../src/vscode/logs/savedFilters.ts';
import { MemoryStore } from '../../fakes/memoryStore.ts';
import { editor } from '../../fakes/vscode.ts';

let filters: SavedFilters;
let heard: (readonly SavedFilter[])[];

beforeEach(() => {
  editor.reset();
  filters = new SavedFilters(new MemoryStore());
  heard = [];
  filters.onDidChange((list) => heard.push(list));
});

async function save(name: string, text: string): Promise<void> {
  editor.answers = [name];
  await filters.save(text);
}

const timeouts = { name: 'Timeouts', text: 'outcome:timeout' };
const cold = { name: 'Cold', text: 'cold:true' };

describe('saving', () => {
  test('keeps filters in order of name, and tells of each change', async () => {
    await save(' Timeouts ', timeouts.text);
    await save('Cold', cold.text);
    expect(filters.list()).toEqual([cold, timeouts]);
    expect(heard).toEqual([[timeouts], [cold, timeouts]]);
  });

  test('nothing is kept without a name', async () => {
    await save('  ', 'cold:true');
    editor.answers = [undefined];
    await filters.save('cold:true');
    expect(filters.list()).toEqual([]);
  });

  test('a name that is taken is overwritten only if that is meant', async () => {
    await save('Cold', 'cold:true');
    editor.answers = ['Cold', undefined];
    await filters.save('init>500');
    expect(filters.list()).toEqual([cold]);
    editor.answers = ['Cold', 'Overwrite'];
    await filters.save('init>500');
    expect(filters.list()).toEqual([{ name: 'Cold', text: 'init>500' }]);
    expect(editor.shown[0]).toMatchObject({
      message: 'Overwrite the log filter “Cold”?',
      detail: 'It is now: cold:true\nIt becomes: init>500',
    });
  });

  test('the same filter under its own name asks nothing', async () => {
    await save('Cold', 'cold:true');
    await save('Cold', 'cold:true');
    expect(editor.shown).toEqual([]);
  });
});

describe('managing', () => {
  beforeEach(async () => {
    await save('Cold', cold.text);
    await save('Timeouts', timeouts.text);
  });

  test('applies', async () => {
    editor.answers = ['Cold', 'Apply'];
    expect(await filters.manage()).toMatchObject(cold);
  });

  test('renames', async () => {
    editor.answers = ['Cold', 'Rename…', 'A cold start'];
    expect(await filters.manage()).toBeUndefined();
    expect(filters.list()).toEqual([{ name: 'A cold start', text: 'cold:true' }, timeouts]);
  });

  test('a rename onto another filter replaces it, if that is meant', async () => {
    editor.answers = ['Cold', 'Rename…', 'Timeouts', undefined];
    await filters.manage();
    expect(filters.list()).toEqual([cold, timeouts]);
    editor.answers = ['Cold', 'Rename…', 'Timeouts', 'Overwrite'];
    await filters.manage();
    expect(filters.list()).toEqual([{ name: 'Timeouts', text: 'cold:true' }]);
  });

  test('removes', async () => {
    editor.answers = ['Cold', 'Remove'];
    await filters.manage();
    expect(filters.list()).toEqual([timeouts]);
  });

  test('Escape changes nothing', async () => {
    editor.answers = [undefined];
    expect(await filters.manage()).toBeUndefined();
    expect(filters.list()).toEqual([cold, timeouts]);
  });
});

test('with none saved, the list says how to get one', async () => {
  await expect(filters.choose('Apply')).rejects.toThrow('No log filter is saved yet');
});

test('what another version stored is passed over', () => {
  const store = new MemoryStore();
  void store.set('logFilters', [{ name: 'Cold', text: 'cold:true' }, { name: 1 }, null, 'x']);
  expect(new SavedFilters(store).list()).toEqual([cold]);
});
