import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedMembers, withGeneratedMembers } from '../../../src/build/contributions.ts';
import type { CommandContribution } from '../../../src/protocol/commandPlaces.ts';
import { commandTable } from '../../../src/protocol/commandTable.ts';
import { grammars, ids, jsonValidation, languages, walkthroughs } from '../../../src/protocol/manifest.ts';
import { settingTable } from '../../../src/protocol/settingTable.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const packageJson = readFileSync(path.join(root, 'package.json'), 'utf8');
const commands: readonly (readonly [string, CommandContribution])[] = Object.entries(commandTable);

describe('package.json', () => {
  test('is what the tables say', () => {
    expect(withGeneratedMembers(packageJson)).toBe(packageJson);
  });

  test('keeps every byte of what is not generated', () => {
    const odd = '{\n    "name" : "x",\n  "scripts": {"a":"b"},\n  "icon": "old.png"\n}\n';
    const made = withGeneratedMembers(odd);
    expect(made).toContain('"name" : "x"');
    expect(made).toContain('"scripts": {"a":"b"}');
    expect(JSON.parse(made)).toMatchObject({ name: 'x', scripts: { a: 'b' }, ...generatedMembers() });
    expect(withGeneratedMembers(made)).toBe(made);
  });

  test('activates on nothing but views, commands, links, its panels and its files', () => {
    expect(generatedMembers()['activationEvents']).toEqual([
      `onWebviewPanel:${ids.invokePanel}`,
      `onFileSystem:${ids.eventScheme}`,
      `onFileSystem:${ids.configurationScheme}`,
      'onUri',
    ]);
  });
});

describe('commands', () => {
  test('what stands in a row as a button has an icon', () => {
    const without = commands.filter(([, { icon, menus = {} }]) => {
      const places = Object.values(menus).flat();
      return icon === undefined && places.some(({ group }) => /^(inline|navigation)/.test(group));
    });
    expect(without).toEqual([]);
  });

  test('rows are matched by flags that rows have', () => {
    const known = new Set([
      ...['target', 'local', 'aws', 'protected', 'signin', 'running', 'stopped', 'owned'],
      ...['function', 'console', 'qualifier', 'layer', 'variable', 'masked', 'shown', 'tag', 'failure'],
      ...['group', 'environment', 'versions', 'aliases', 'alias', 'version', 'trigger'],
      ...['definition', 'defined', 'projectTarget', 'there', 'pinned', 'unpinned', 'url'],
    ]);
    const used = commands.flatMap(([, { menus = {} }]) =>
      Object.values(menus)
        .flat()
        .flatMap(({ when }) => [...when.matchAll(/\/;(\w+);\//g)].map(([, flag]) => flag ?? '')),
    );
    expect(used.filter((flag) => !known.has(flag))).toEqual([]);
  });

  test('a function’s buttons come in the order invoke, logs, redeploy', () => {
    const inline = commands.flatMap(([id, { menus = {} }]) =>
      (menus['view/item/context'] ?? [])
        .filter(({ when, group }) => when.includes(';function;') && group.startsWith('inline'))
        .map(({ group }) => `${group} ${id}`),
    );
    expect(inline.sort()).toEqual([
      'inline@1 lambdaWorkbench.invoke',
      'inline@2 lambdaWorkbench.tailLogs',
      'inline@3 lambdaWorkbench.redeploy',
    ]);
  });

  test('titles are sentence verbs, and no two chords are the same', () => {
    const chords = commands.flatMap(([, { chord }]) => chord ?? []);
    expect(new Set(chords).size).toBe(chords.length);
    expect(commands.filter(([, { title }]) => !/^[A-Z]/.test(title) || title.endsWith('...'))).toEqual([]);
  });
});

test('every file that the manifest names is there', () => {
  const files = [
    ...languages.map(({ configuration }) => configuration),
    ...grammars.map((grammar) => grammar.path),
    ...jsonValidation.map(({ url }) => url),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    'media/icon.png',
    'media/lambda.svg',
  ];
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test('the grammar has the scope that the manifest gives it', () => {
  const grammar = JSON.parse(readFileSync(path.join(root, grammars[0].path), 'utf8'));
  expect(grammar.scopeName).toBe(grammars[0].scopeName);
});

test('settings have the defaults of their own types, and each says what it is for', () => {
  for (const [id, { type, default: standard, markdownDescription }] of Object.entries(settingTable)) {
    expect([id, Array.isArray(standard) ? 'array' : typeof standard]).toEqual([id, type]);
    expect(markdownDescription.length).toBeGreaterThan(30);
  }
});

test('a workspace can neither choose credentials nor take a protection away', () => {
  expect(settingTable['lambdaWorkbench.connections'].scope).toBe('application');
  expect(settingTable['lambdaWorkbench.protectedConnections'].scope).toBe('application');
});

test('the walkthrough has at most four steps, and the first needs nothing installed', () => {
  const [walkthrough] = walkthroughs;
  expect(walkthrough.steps.length).toBeLessThanOrEqual(4);
  expect(walkthrough.steps[0].completionEvents).toEqual([`onView:${ids.functionsView}`]);
});
