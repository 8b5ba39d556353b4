/** Templates as the panel lists them, and events made from them: the real clock, chance and encoders behind the pure shapes. */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../base/clock.ts';
import { HumanError } from '../base/humanError.ts';
import { allTemplates } from '../lambda/events/allTemplates.ts';
import { EventMaker } from '../lambda/events/eventMaker.ts';
import type { TemplateSummary } from '../protocol/eventTemplates.ts';

/** Where the function is: events name that Region and account. */
export interface EventPlace {
  readonly region: string;
  readonly accountId: string | undefined;
}

/** For targets whose account is not known yet; the one of AWS's own examples. */
const exampleAccount = '123456789012';

export function templateSummaries(): readonly TemplateSummary[] {
  return allTemplates.map(({ id, title, service, description, fields }) => ({
    id,
    title,
    service,
    description,
    fields: Object.entries(fields).map(([name, field]) => ({ name, ...field })),
  }));
}

/** The event as text, laid out. Throws a `HumanError` for an unknown template or a value that it cannot use. */
export function eventFromTemplate(
  templateId: string,
  values: Readonly<Record<string, string>>,
  place: EventPlace,
  clock: Clock,
): string {
  const template = allTemplates.find(({ id }) => id === templateId);
  if (!template) throw new HumanError(`There is no template "${templateId}".`);
  const maker = new EventMaker({
    nowMs: clock.now(),
    random: Math.random,
    region: place.region,
    accountId: place.accountId ?? exampleAccount,
    md5Hex: (bytes) => createHash('md5').update(bytes).digest('hex'),
    gzip: (bytes) => gzipSync(bytes),
  });
  return JSON.stringify(template.create(values, maker), null, 2);
}
