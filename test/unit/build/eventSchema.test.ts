import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { eventSchemaPath, eventSchemaText } from '../../../src/build/eventSchema.ts';
import { allTemplates } from '../../../src/lambda/events/allTemplates.ts';
import { jsonValidation } from '../../../src/protocol/manifest.ts';
import { seededEventMaker } from '../../support/eventMaker.ts';

const contribution = jsonValidation.find(({ url }) => url.endsWith(path.basename(eventSchemaPath)));

/** As the editor's own JSON support does it, with what the manifest says. */
async function check(uri: string, text: string): Promise<readonly string[]> {
  const service = getLanguageService({});
  service.configure({
    validate: true,
    schemas: [
      { uri: 'schema:event', fileMatch: [...(contribution?.fileMatch ?? [])], schema: JSON.parse(eventSchemaText()) },
    ],
  });
  const document = TextDocument.create(uri, 'json', 1, text);
  const problems = await service.doValidation(document, service.parseJSONDocument(document));
  return problems.map(({ message }) => String(message));
}

const places = ['lambda-event:/local/orders.json', 'file:///home/ada/shop/.lambda/events/orders/paid.json'];

describe('the schema for text editors', () => {
  it('is the one that is shipped', () => {
    expect(readFileSync(path.resolve(import.meta.dirname, '../../..', eventSchemaPath), 'utf8')).toBe(
      eventSchemaText(),
    );
  });

  it.each(allTemplates.map((template) => [template.id, template] as const))(
    'has nothing against %s',
    async (_id, template) => {
      const text = JSON.stringify(template.create({}, seededEventMaker()));
      expect(await check(places[0] ?? '', text)).toEqual([]);
    },
  );

  it.each(places)('checks %s by what the event shows itself to be', async (place) => {
    const text = '{ "Records": [{ "eventSource": "aws:sqs", "receiptHandle": 7 }] }';
    expect(await check(place, text)).toContain('Incorrect type. Expected "string".');
    expect(await check(place, '{ "my": "own" }')).toEqual([]);
  });

  it('leaves other files alone', async () => {
    const text = '{ "Records": [{ "eventSource": "aws:sqs", "receiptHandle": 7 }] }';
    expect(await check('file:///home/ada/shop/package.json', text)).toEqual([]);
  });
});
