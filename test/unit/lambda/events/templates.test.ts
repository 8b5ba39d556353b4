/** What every template promises: right by itself, right with anything in its fields, and known again. */

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allKinds, allTemplates } from '../../../../src/lambda/events/allTemplates.ts';
import { kindOfEvent } from '../../../../src/lambda/events/eventKinds.ts';
import type { EventTemplate } from '../../../../src/lambda/events/eventTemplate.ts';
import { eventMoment, seededEventMaker } from '../../../support/eventMaker.ts';

const nasty = [
  '',
  ' ',
  'a "quoted" \\ word',
  'Grüße, 日本 🚀',
  'x/y z+%20&=?#;',
  'line\nline\ttab\u0000',
  '</script>{}[]',
  'half \ud83d',
];

const byId = (id: string): EventTemplate => {
  const found = allTemplates.find((template) => template.id === id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
};

/** The event as its reader sees it: through JSON. */
function made(id: string, values: Readonly<Record<string, string>> = {}) {
  // Shapes are held by types elsewhere; here events are looked into freely.
  return JSON.parse(JSON.stringify(byId(id).create(values, seededEventMaker())));
}

const decoded = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');
/** A lone surrogate has no UTF-8: what arrives is the replacement character. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

describe('every template', () => {
  it('has an id of its own, says what it is, and every kind is named', () => {
    expect(new Set(allTemplates.map(({ id }) => id)).size).toBe(allTemplates.length);
    expect(new Set(allKinds.map(({ id }) => id)).size).toBe(allKinds.length);
    for (const { title, service, description, kind } of allTemplates) {
      expect([title, service, kind.title].every((words) => words.trim() !== '')).toBe(true);
      expect(description).toMatch(/\.$|\?$/);
    }
  });

  it.each(allTemplates.map((template) => [template.id, template] as const))(
    '%s makes an event that is known again as its kind',
    (_id, { kind, ...template }) => {
      const event: unknown = JSON.parse(JSON.stringify(template.create({}, seededEventMaker())));
      // A function URL's event is an HTTP API's but for its host; free forms have no mark.
      const expected = kind.id === 'function-url' ? 'apigateway-http' : kind.mark === undefined ? undefined : kind.id;
      expect(kindOfEvent(event)?.id).toBe(expected);
    },
  );

  it.each(allTemplates.map((template) => [template.id, template] as const))(
    '%s stays whole with anything in its text fields',
    (_id, template) => {
      const names = Object.entries(template.fields)
        .filter(([, { kind }]) => kind === 'text' || kind === 'multiline')
        .map(([name]) => name)
        // Names of key attributes must be in the image: that is refused in words.
        .filter((name) => name !== 'keyNames');
      for (const name of names) {
        for (const value of nasty) {
          const event = template.create({ [name]: value }, seededEventMaker());
          expect(JSON.parse(JSON.stringify(event))).toBeDefined();
        }
      }
    },
  );

  it('refuses in words what it cannot use', () => {
    expect(() => made('s3-put', { size: 'big' })).toThrow('Size in bytes must be a number: big');
    expect(() => made('eventbridge', { detail: '{oops' })).toThrow(/Detail must be JSON/);
    expect(() => made('secrets-rotation', { step: 'guess' })).toThrow(/Step must be one of createSecret/);
    expect(() => made('dynamodb-insert', { keyNames: 'id, absent' })).toThrow(
      'Key attributes must be in the image: absent',
    );
  });
});

describe('values come back as they were given', () => {
  it.each(nasty)('%j in a key of S3, URL-encoded as S3 does', (key) => {
    const event = made('s3-put', { key });
    const encoded: string = event.Records[0].s3.object.key;
    expect(encoded).toMatch(/^[\w.~%+/-]*$/);
    expect(decodeURIComponent(encoded.replaceAll('+', ' '))).toBe(wellFormed(key));
  });

  it.each(nasty)('%j in a message of SQS, with its MD5', (body) => {
    const [record] = made('sqs', { body }).Records;
    expect(record.body).toBe(body);
    expect(record.md5OfBody).toBe(createHash('md5').update(body, 'utf8').digest('hex'));
  });

  it.each(nasty)('%j in records that are Base64', (text) => {
    expect(decoded(made('kinesis', { data: text }).Records[0].kinesis.data)).toBe(wellFormed(text));
    expect(decoded(made('firehose', { data: text }).records[0].data)).toBe(wellFormed(text));
    expect(decoded(made('msk', { value: text, topic: 't' }).records['t-0'][0].value)).toBe(wellFormed(text));
    expect(decoded(made('mq-activemq', { data: text }).messages[0].data)).toBe(wellFormed(text));
    expect(decoded(made('mq-rabbitmq', { data: text }).rmqMessagesByQueue['orders::/'][0].data)).toBe(wellFormed(text));
  });

  it('log lines, compressed and encoded', () => {
    const { awslogs } = made('cloudwatch-logs', { lines: 'Grüße\n"quoted"', logGroup: '/aws/lambda/x' });
    const data = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'));
    expect(data.logGroup).toBe('/aws/lambda/x');
    expect(data.logEvents.map(({ message }: { message: string }) => message)).toEqual(['Grüße', '"quoted"']);
    expect(data.logEvents[1].timestamp).toBeGreaterThan(data.logEvents[0].timestamp);
  });

  it('a query, decoded for REST and HTTP APIs and left encoded by load balancers', () => {
    const query = 'a=1&a=2&word=Grüße und+mehr';
    expect(made('apigateway-rest', { query })).toMatchObject({
      queryStringParameters: { a: '2', word: 'Grüße und mehr' },
      multiValueQueryStringParameters: { a: ['1', '2'], word: ['Grüße und mehr'] },
    });
    expect(made('apigateway-http', { query })).toMatchObject({
      rawQueryString: 'a=1&a=2&word=Gr%C3%BC%C3%9Fe%20und+mehr',
      queryStringParameters: { a: '1,2', word: 'Grüße und mehr' },
    });
    expect(made('alb', { query }).queryStringParameters).toEqual({ a: '2', word: 'Gr%C3%BC%C3%9Fe%20und+mehr' });
    expect(made('alb-multi-value', { query }).multiValueQueryStringParameters['a']).toEqual(['1', '2']);
  });

  it('headers, single and multiple in step', () => {
    const headers = 'X-Tag: a\nX-Tag: b\nCookie: session=1; theme=dark';
    const rest = made('apigateway-rest', { headers });
    expect(Object.keys(rest.headers)).toEqual(Object.keys(rest.multiValueHeaders));
    expect([rest.headers['X-Tag'], rest.multiValueHeaders['X-Tag']]).toEqual(['b', ['a', 'b']]);
    const http = made('apigateway-http', { headers });
    expect(http.headers['x-tag']).toBe('a,b');
    expect(http.cookies).toEqual(['session=1', 'theme=dark']);
    expect(http.headers).not.toHaveProperty('cookie');
  });

  it('an item of DynamoDB as attribute values', () => {
    const item = { id: '1', n: 1.5, yes: true, none: null, list: ['a', 2], map: { deep: 'ß' } };
    const [record] = made('dynamodb-insert', { newItem: JSON.stringify(item) }).Records;
    expect(record.dynamodb.Keys).toEqual({ id: { S: '1' } });
    expect(record.dynamodb.NewImage).toEqual({
      id: { S: '1' },
      n: { N: '1.5' },
      yes: { BOOL: true },
      none: { NULL: true },
      list: { L: [{ S: 'a' }, { N: '2' }] },
      map: { M: { deep: { S: 'ß' } } },
    });
  });
});

describe('times', () => {
  it('are of one moment', () => {
    expect(made('apigateway-http').requestContext).toMatchObject({
      time: '15/Jan/2026:10:11:12 +0000',
      timeEpoch: eventMoment,
    });
    expect(made('s3-put').Records[0].eventTime).toBe('2026-01-15T10:11:12.118Z');
    expect(made('eventbridge').time).toBe('2026-01-15T10:11:12Z');
    const { attributes } = made('sqs').Records[0];
    expect(Number(attributes.SentTimestamp)).toBeLessThan(Number(attributes.ApproximateFirstReceiveTimestamp));
  });
});
