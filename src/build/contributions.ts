/**
 * Writes the parts of `package.json` that come from the tables in `protocol/`, and nothing else of it; and the schemas of documents.
 * `node src/build/contributions.ts` writes; with `--check` it only compares, and exits 1 where they differ.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyEdits, modify, parse } from 'jsonc-parser';
import type { CommandContribution } from '../protocol/commandPlaces.ts';
import { commandTable } from '../protocol/commandTable.ts';
import * as manifest from '../protocol/manifest.ts';
import { settingTable } from '../protocol/settingTable.ts';
import { configurationSchemaPath, configurationSchemaText } from './configurationSchema.ts';
import { eventSchemaPath, eventSchemaText } from './eventSchema.ts';

/** The generated members, in the order in which they are written. */
export function generatedMembers(): Readonly<Record<string, unknown>> {
  return {
    icon: manifest.icon,
    activationEvents: manifest.activationEvents,
    capabilities: manifest.capabilities,
    contributes: {
      viewsContainers: manifest.viewsContainers,
      views: manifest.views,
      viewsWelcome: manifest.viewsWelcome,
      commands: commandEntries(),
      menus: menuEntries(),
      keybindings: keyEntries(),
      configuration: { title: 'Lambda Workbench', properties: settingTable },
      configurationDefaults: manifest.configurationDefaults,
      languages: manifest.languages,
      grammars: manifest.grammars,
      jsonValidation: manifest.jsonValidation,
      walkthroughs: manifest.walkthroughs,
    },
  };
}

/** The text of `package.json` with the generated members replaced; every other byte stays. */
export function withGeneratedMembers(packageJson: string): string {
  const current = parse(packageJson) as Record<string, unknown>;
  let text = packageJson;
  for (const [name, value] of Object.entries(generatedMembers())) {
    if (JSON.stringify(current[name]) === JSON.stringify(value)) continue;
    const edits = modify(text, [name], value, { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } });
    text = applyEdits(text, edits);
  }
  return text;
}

const commands: readonly (readonly [string, CommandContribution])[] = Object.entries(commandTable);

function commandEntries(): unknown[] {
  return commands.map(([command, { title, icon }]) => ({
    command,
    title,
    category: 'Lambda',
    ...(icon === undefined ? {} : { icon }),
  }));
}

function menuEntries(): Record<string, unknown[]> {
  const menus: Record<string, unknown[]> = { commandPalette: [] };
  for (const [command, { palette, menus: places }] of commands) {
    if (palette !== undefined) menus['commandPalette']?.push({ command, when: palette === false ? 'false' : palette });
    for (const [menu, entries] of Object.entries(places ?? {})) {
      const added = entries.map(({ when, group }) => ({ command, when, group }));
      menus[menu] = [...(menus[menu] ?? []), ...added];
    }
  }
  return menus;
}

/** In the Functions view a key means the selected row; elsewhere the panel or the file at hand. */
function keyEntries(): unknown[] {
  return commands.flatMap(([command, { chord }]) => {
    if (chord === undefined) return [];
    const key = `ctrl+alt+l ${chord}`;
    return [
      { command, key, when: manifest.keyContexts.elsewhere },
      { command, key, when: manifest.keyContexts.functionsView, args: manifest.fromSelection },
    ];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const inRoot = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const outputs = {
    'package.json': withGeneratedMembers(readFileSync(inRoot('package.json'), 'utf8')),
    [eventSchemaPath]: eventSchemaText(),
    [configurationSchemaPath]: configurationSchemaText(),
  };
  for (const [file, wanted] of Object.entries(outputs)) {
    if (existsSync(inRoot(file)) && readFileSync(inRoot(file), 'utf8') === wanted) continue;
    if (process.argv.includes('--check')) {
      process.stderr.write(`${file} is not what src/ says. Run: node src/build/contributions.ts\n`);
      process.exitCode = 1;
    } else writeFileSync(inRoot(file), wanted);
  }
}
