/** `.settings.json` beside the test events of a function: which one comes first, and which trigger sends each. */

import { asObject, asText, parseJsonObject } from '../../base/json.ts';

export interface TestEventSettings {
  readonly defaultName: string | undefined;
  /** Template by name of the event. */
  readonly templates: ReadonlyMap<string, string>;
}

export const settingsFileName = '.settings.json';

/** A file that is not there says nothing; so does one that a person broke: the events themselves are worth more. */
export function parseTestEventSettings(text: string | undefined): TestEventSettings {
  const fields = text === undefined ? undefined : parseJsonObject(text);
  const templates = Object.entries(asObject(fields?.['templates']) ?? {}).flatMap(([name, id]) => {
    const templateId = asText(id);
    return templateId === undefined ? [] : [[name, templateId] as const];
  });
  return { defaultName: asText(fields?.['default']), templates: new Map(templates) };
}

/** `undefined` when there is nothing to say, and so no file to keep. */
export function testEventSettingsText({ defaultName, templates }: TestEventSettings): string | undefined {
  if (defaultName === undefined && templates.size === 0) return undefined;
  const ordered = [...templates].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(
    {
      ...(defaultName === undefined ? {} : { default: defaultName }),
      ...(ordered.length === 0 ? {} : { templates: Object.fromEntries(ordered) }),
    },
    null,
    2,
  )}\n`;
}

/** The settings after one event got another name; without a new name, after it is gone. */
export function settingsAfterRename(settings: TestEventSettings, name: string, newName?: string): TestEventSettings {
  const templates = new Map(settings.templates);
  const templateId = templates.get(name);
  templates.delete(name);
  if (newName !== undefined && templateId !== undefined) templates.set(newName, templateId);
  return { defaultName: settings.defaultName === name ? newName : settings.defaultName, templates };
}
