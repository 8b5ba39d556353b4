import { describe, expect, it } from 'vitest';
import { EventAdvice } from '../../../src/app/eventAdvice.ts';
import { eventFromTemplate, templateSummaries } from '../../../src/app/eventTemplates.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';

const place = { region: 'eu-west-1', accountId: '123456789012' };
const eventOf = (templateId: string, values: Readonly<Record<string, string>> = {}) =>
  eventFromTemplate(templateId, values, place, new FakeClock());

describe('templates', () => {
  it.each(templateSummaries().map(({ id }) => id))(
    '%s makes an event without a problem by its own schema',
    async (templateId) => {
      const eventText = eventOf(templateId);
      const check = await new EventAdvice().check({ templateId, eventText });
      expect(check?.problems).toEqual([]);
      expect(check?.kindTitle).not.toBeNull();
    },
  );

  it('are in the Region and account of the target', () => {
    const event = JSON.parse(
      eventFromTemplate('sqs', {}, { region: 'ap-south-1', accountId: '000000000000' }, new FakeClock()),
    );
    expect(event.Records[0].eventSourceARN).toBe('arn:aws:sqs:ap-south-1:000000000000:orders');
  });

  it('that are not there are refused', () => {
    expect(() => eventOf('nothing')).toThrow('There is no template "nothing".');
  });
});

describe('advice', () => {
  it('says what is missing and what is of the wrong type, where it is', async () => {
    const event = JSON.parse(eventOf('s3-put'));
    delete event.Records[0].awsRegion;
    event.Records[0].s3.object.size = 'big';
    const eventText = JSON.stringify(event);
    const check = await new EventAdvice().check({ templateId: 's3-put', eventText });
    expect(check?.problems.map(({ message, from, to }) => [message, eventText.slice(from, to).slice(0, 5)])).toEqual([
      ['Missing property "awsRegion".', '{'],
      ['Incorrect type. Expected "integer".', '"big"'],
    ]);
  });

  it('recognises an event that came from nowhere, and one that is not what it was made from', async () => {
    const advice = new EventAdvice();
    const eventText = eventOf('sns');
    expect(await advice.check({ templateId: null, eventText })).toEqual({ kindTitle: 'SNS', problems: [] });
    expect(await advice.check({ templateId: 's3-put', eventText })).toEqual({ kindTitle: 'SNS', problems: [] });
    expect(await advice.check({ templateId: null, eventText: '{"my": "own"}' })).toEqual({
      kindTitle: null,
      problems: [],
    });
  });

  it('leaves an event alone that has nothing in common with its template any more, but not one that lost a name', async () => {
    const advice = new EventAdvice();
    const check = (eventText: string) => advice.check({ templateId: 'sqs', eventText });
    expect(await check('{"name": "Ada"}')).toEqual({ kindTitle: null, problems: [] });
    expect((await check('{"Records": [{}]}'))?.problems.length).toBeGreaterThan(0);
    expect((await check('{}'))?.problems).toMatchObject([{ message: 'Missing property "Records".' }]);
  });

  it('answers the newest question only', async () => {
    const advice = new EventAdvice();
    const eventText = eventOf('sqs');
    const [overtaken, newest] = await Promise.all([
      advice.check({ templateId: 'sqs', eventText: '{}' }),
      advice.check({ templateId: 'sqs', eventText }),
    ]);
    expect(overtaken).toBeNull();
    expect(newest).toEqual({ kindTitle: 'SQS', problems: [] });
  });

  it('completes names with what they mean, and values from their words', async () => {
    const advice = new EventAdvice();
    const eventText = '{ "Records": [ {  } ] }';
    const names = await advice.complete({
      templateId: 'dynamodb-insert',
      eventText,
      offset: eventText.indexOf('{  }') + 2,
    });
    const found = names.find(({ label }) => label === 'eventName');
    expect(found).toMatchObject({ description: 'What happened to the item.' });
    expect(found?.insert).toMatch(/^"eventName": /);
    const half = '{ "Records": [ { "eventName":  } ] }';
    const values = await advice.complete({
      templateId: 'dynamodb-insert',
      eventText: half,
      offset: half.indexOf(':  }') + 2,
    });
    expect(values.map(({ insert }) => insert)).toEqual(['"INSERT"', '"MODIFY"', '"REMOVE"']);
  });

  it('describes what is under the pointer', async () => {
    const eventText = eventOf('s3-put');
    const offset = eventText.indexOf('"sequencer"') + 3;
    const hover = await new EventAdvice().describe({ templateId: 's3-put', eventText, offset });
    expect(hover?.description).toBe('Orders events of one key: compare as hexadecimal numbers.');
    expect(await new EventAdvice().describe({ templateId: null, eventText: '{}', offset: 1 })).toBeNull();
  });
});
