/** Shareable test events against a registry in memory, in the documents that the Lambda console writes. */

import { describe, expect, test } from 'vitest';
import { ShareableTestEvents } from '../../../../src/app/testEvents/shareableTestEvents.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { shareableEventsIn, testEventRegistry } from '../../../../src/lambda/shareableEvents.ts';
import { InMemorySchemas } from '../../../fakes/inMemorySchemas.ts';
import { inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';

const { signal } = new AbortController();
const place = `${testEventRegistry}/_orders-schema`;

function shared() {
  const schemas = new InMemorySchemas();
  const target = inMemoryTarget({ id: 'dev/eu-west-1', label: 'dev · eu-west-1', runsHere: false, schemas });
  return { schemas, events: new ShareableTestEvents(target, 'orders') };
}

const documentOf = (schemas: InMemorySchemas) => [...(schemas.documents.get(place)?.values() ?? [])].at(-1) ?? '';

describe('shareable test events', () => {
  test('there are none before the first one was shared', async () => {
    expect(await shared().events.list(signal)).toEqual([]);
  });

  test('the first one makes registry and document; further ones join it', async () => {
    const { schemas, events } = shared();
    await events.put({ name: 'create', value: { id: 1 } }, signal);
    await events.put({ name: 'remove', value: ['ü', null] }, signal);
    await events.put({ name: 'create', value: { id: 2 } }, signal);
    expect(await events.list(signal)).toEqual([
      { name: 'create', value: { id: 2 } },
      { name: 'remove', value: ['ü', null] },
    ]);
    expect(JSON.parse(documentOf(schemas))).toMatchObject({ openapi: '3.0.0', components: { schemas: { Event: {} } } });
  });

  test('reads what the console wrote, and keeps what it does not know', async () => {
    const { schemas, events } = shared();
    const written = {
      openapi: '3.0.0',
      info: { title: 'Event' },
      components: {
        schemas: { Event: {} },
        examples: { one: { value: { key1: 'value1' }, summary: 'first' }, odd: 1 },
      },
    };
    schemas.documents.set(place, new Map([[7, JSON.stringify(written)]]));
    expect(await events.list(signal)).toEqual([{ name: 'one', value: { key1: 'value1' } }]);
    await events.put({ name: 'two', value: 2 }, signal);
    expect(JSON.parse(documentOf(schemas))).toEqual({
      ...written,
      components: { ...written.components, examples: { ...written.components.examples, two: { value: 2 } } },
    });
  });

  test('keeps five versions of a document, as the console does', async () => {
    const { schemas, events } = shared();
    for (let round = 0; round < 9; round += 1) await events.put({ name: 'create', value: round }, signal);
    expect([...(schemas.documents.get(place)?.keys() ?? [])]).toEqual([5, 6, 7, 8, 9]);
  });

  test('a document that cannot be read is not overwritten', async () => {
    const { schemas, events } = shared();
    schemas.documents.set(place, new Map([[1, 'something else']]));
    await expect(events.put({ name: 'create', value: 1 }, signal)).rejects.toThrow(
      'The schema _orders-schema in the registry lambda-testevent-schemas holds no test events.',
    );
    expect(documentOf(schemas)).toBe('something else');
  });

  test('a missing permission is named', async () => {
    const { schemas, events } = shared();
    schemas.refusal = new LambdaServiceError(
      'ForbiddenException',
      403,
      'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: schemas:DescribeSchema on resource: x',
    );
    await expect(events.list(signal)).rejects.toThrow(
      'Read shareable test events of orders on dev · eu-west-1: the permission schemas:DescribeSchema is missing. An administrator can add it to arn:aws:iam::123456789012:user/dev.',
    );
  });

  test('a target without a registry says so', async () => {
    const events = new ShareableTestEvents(inMemoryTarget(), 'orders');
    await expect(events.list(signal)).rejects.toThrow('Local has no registry of shareable test events.');
  });

  test('a document without examples is one without events; other text is none', () => {
    expect(shareableEventsIn('{"components":{}}')).toEqual([]);
    expect(shareableEventsIn('[]')).toBeUndefined();
  });
});
