import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleInvocations, InvocationAssembler } from '../../../src/lambda/invocationAssembler.ts';
import type { LogEvent } from '../../../src/lambda/logEvent.ts';
import { fixtureNames, readLogFixture } from './logFixture.ts';
import { transcript } from './transcript.ts';

const requestId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const report = (id: string, rest = '') =>
  `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t${rest}\n`;

/** Messages of one stream, a millisecond apart. */
function stream(name: string, messages: readonly string[], startAt = 1_000): readonly LogEvent[] {
  return messages.map((message, index) => ({
    eventId: `${name}-${String(index).padStart(6, '0')}`,
    logGroupName: 'group',
    logStreamName: name,
    timestamp: startAt + index,
    ingestionTime: startAt + index,
    message,
  }));
}

const invocation = (number: number, ...messages: string[]) => [
  `START RequestId: ${requestId(number)} Version: $LATEST\n`,
  ...messages,
  `END RequestId: ${requestId(number)}\n`,
  report(requestId(number)),
];

const record = (type: string, record: object) => JSON.stringify({ type: `platform.${type}`, record });

const texts = (events: readonly LogEvent[]) =>
  assembleInvocations(events).map((record) => [
    record.requestId.slice(-1),
    record.outcome,
    ...record.lines.filter(({ kind }) => kind === 'application').map(({ text }) => text),
  ]);

describe('recorded streams', () => {
  test.each(fixtureNames)('%s', async (name) => {
    const golden = new URL(`../../fixtures/logs/${name}.invocations.txt`, import.meta.url).pathname;
    await expect(transcript(assembleInvocations(readLogFixture(name)))).toMatchFileSnapshot(golden);
  });
});

describe('belonging', () => {
  test('what is logged between START and REPORT belongs to the request', () => {
    expect(texts(stream('a', invocation(1, 'hello\n')))).toEqual([['1', 'success', 'hello']]);
  });

  test('what the initialisation logs belongs to the request that waited for it', () => {
    const messages = ['INIT_START Runtime Version: python:3.13.v31\n', 'importing\n', ...invocation(1)];
    const [record] = assembleInvocations(stream('a', messages));
    expect(record?.lines.map(({ kind }) => kind)).toEqual(['init', 'application', 'start', 'end', 'report']);
    expect(record?.startedAt).toBe(1_002);
  });

  test('a new initialisation after a timeout belongs to the next request, not to the one that timed out', () => {
    const messages = [...invocation(1), 'INIT_START Runtime Version: python:3.13.v31\n', 'again\n', ...invocation(2)];
    expect(texts(stream('a', messages))).toEqual([
      ['1', 'success'],
      ['2', 'success', 'again'],
    ]);
  });

  test('lines of an environment whose first request has not come belong to nobody', () => {
    expect(assembleInvocations(stream('a', ['INIT_START Runtime Version: python:3.13.v31\n', 'x\n']))).toEqual([]);
  });

  test('an exit while initialising and the START of the same request are one attempt', () => {
    const id = requestId(1);
    const messages = [
      'INIT_START Runtime Version: python:3.13.v31\n',
      `RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`,
      ...invocation(1),
    ];
    expect(assembleInvocations(stream('a', messages))).toMatchObject([{ attempt: 1, outcome: 'error' }]);
  });

  test('an id inside a JSON line that is another service’s does not make an invocation', () => {
    const foreign = `${JSON.stringify({ level: 'INFO', message: 'from the API', requestId: requestId(9) })}\n`;
    expect(texts(stream('a', invocation(1, foreign)))).toEqual([['1', 'success', 'from the API']]);
  });

  test('where the start lines are filtered out by level, the ids inside JSON lines tell the requests apart', () => {
    const line = (number: number, message: string) =>
      `${JSON.stringify({ level: 'INFO', message, requestId: requestId(number) })}\n`;
    expect(texts(stream('a', [line(1, 'one'), line(1, 'two'), line(2, 'three')]))).toEqual([
      ['1', 'running', 'one', 'two'],
      ['2', 'running', 'three'],
    ]);
  });

  test('several requests at once in one environment keep apart what names its request', () => {
    const start = (number: number) => `START RequestId: ${requestId(number)} Version: 1\n`;
    const line = (number: number, message: string) =>
      `${JSON.stringify({ level: 'INFO', message, requestId: requestId(number) })}\n`;
    const messages = [start(1), start(2), line(1, 'one'), line(2, 'two'), report(requestId(1)), line(2, 'three')];
    expect(texts(stream('a', messages))).toEqual([
      ['1', 'success', 'one'],
      ['2', 'running', 'two', 'three'],
    ]);
  });

  test('a retry in another environment is the second attempt, whichever comes first', () => {
    const first = stream('a', invocation(1, 'first\n'), 1_000);
    const second = stream('b', invocation(1, 'second\n'), 61_000);
    const assembler = new InvocationAssembler();
    expect(assembler.add(second).map(({ key }) => key)).toEqual([`group#${requestId(1)}`]);
    expect(assembler.add(first).map(({ key }) => key)).toEqual([`group#${requestId(1)}`, `group#${requestId(1)}#2`]);
    expect(assembler.records().map(({ attempt, summary }) => [attempt, summary])).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
  });
});

describe('incremental', () => {
  test('returns what is new or changed, and nothing for what is known', () => {
    const assembler = new InvocationAssembler();
    const [start, line, ...rest] = stream('a', invocation(1, 'hello\n'));
    expect(assembler.add([start as LogEvent])).toMatchObject([{ outcome: 'running', summary: '' }]);
    expect(assembler.add([line as LogEvent])).toMatchObject([{ outcome: 'running', summary: 'hello' }]);
    expect(assembler.add(rest)).toMatchObject([{ outcome: 'success', report: { durationMs: 3.01 } }]);
    expect(assembler.add([start as LogEvent, ...rest])).toEqual([]);
  });

  test('a late line changes its own invocation and no other', () => {
    const events = stream('a', [...invocation(1), ...invocation(2, 'late\n'), ...invocation(3)]);
    const late = events.filter(({ message }) => message === 'late\n');
    const assembler = new InvocationAssembler();
    assembler.add(events.filter((event) => !late.includes(event)));
    expect(assembler.add(late).map((record) => record.requestId)).toEqual([requestId(2)]);
    expect(assembler.records()).toEqual(assembleInvocations(events));
  });

  test('tells when a late START shows that lines were not an invocation of their own', () => {
    const foreign = `${JSON.stringify({ message: 'x', requestId: requestId(9) })}\n`;
    const events = stream('a', invocation(1, foreign));
    const assembler = new InvocationAssembler();
    assembler.add(events.slice(1));
    expect(assembler.records().map((record) => record.requestId)).toEqual([requestId(9), requestId(1)]);
    assembler.add(events.slice(0, 1));
    expect(assembler.records()).toEqual(assembleInvocations(events));
    expect(assembler.takeRemoved()).toEqual({ forgotten: [], dissolved: [`group#${requestId(9)}`] });
    expect(assembler.takeRemoved()).toEqual({ forgotten: [], dissolved: [] });
  });

  test('clear forgets everything, the ids of the events included', () => {
    const assembler = new InvocationAssembler();
    const events = stream('a', invocation(1));
    assembler.add(events);
    assembler.clear();
    expect(assembler.records()).toEqual([]);
    expect(assembler.add(events)).toHaveLength(1);
  });
});

describe('any order of arrival gives the same invocations', () => {
  const recorded = fixtureNames.flatMap((name) =>
    readLogFixture(name).map(
      (event): LogEvent => ({ ...event, logGroupName: name, eventId: `${name}${event.eventId}` }),
    ),
  );

  /** A plausible log: streams of environments whose requests log, fail, time out, retry and get cut, in both formats. */
  const line = fc.constantFrom(
    'plain\n',
    '  indented\n',
    '{"level":"ERROR","message":"json"}\n',
    '[ERROR] mine\n',
    '2026/01/15 10:11:12 {"errorMessage":"boom","errorType":"errorString"}\n',
    'boom: java.lang.Error\njava.lang.Error: boom\n\tat a.B.c(B.java:1)\n',
    'EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE]\n',
    'XRAY TraceId: 1-5e34a614-10bdbd5ea4f8e6ed2e2ab4c0\tSegmentId: 07f022a1e4b6d6b1\tSampled: true\n',
    record('logsDropped', { droppedBytes: 1, droppedRecords: 1 }),
    JSON.stringify({ message: 'of another', requestId: requestId(5) }),
  );
  const beginning = fc.constantFrom<readonly string[]>(
    [],
    ['INIT_START Runtime Version: python:3.13.v31\n', 'importing\n'],
    ['RESTORE_START Runtime Version: java:21.v1\n', 'RESTORE_REPORT Restore Duration: 310.04 ms\n'],
    ['INIT_START Runtime Version: a\n', 'INIT_REPORT Init Duration: 9.00 ms\tPhase: init\tStatus: timeout\n'],
    [record('initStart', { phase: 'init' }), record('initReport', { status: 'error', metrics: { durationMs: 9 } })],
  );
  const ending = (id: string) =>
    fc.constantFrom<readonly string[]>(
      [],
      [`2026-01-15T10:11:12.001Z ${id} Task timed out after 3.00 seconds\n`],
      [`RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`],
      [record('runtimeDone', { requestId: id, status: 'error', errorType: 'Runtime.ExitError' })],
    );
  const request = (number: number) => {
    const id = requestId(number);
    const parts = { lines: fc.array(line, { maxLength: 3 }), isCut: fc.boolean(), isJson: fc.boolean(), beginning };
    return fc.record({ ...parts, ending: ending(id) }).map((made) => {
      const between = [...made.lines, ...made.ending];
      const messages = made.isJson
        ? [
            record('start', { requestId: id }),
            ...between,
            record('report', { requestId: id, metrics: { durationMs: 3 } }),
          ]
        : invocation(number, ...between);
      return [...made.beginning, ...(made.isCut ? messages.slice(1, -1) : messages)];
    });
  };
  /** In some logs the clock of the environment jumps about. */
  const jumps = fc.oneof(fc.constant<number[]>([]), fc.array(fc.integer({ min: -50_000, max: 50_000 })));
  const log = fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 6 }).chain(request), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 4, max: 9 }).chain(request), { minLength: 1, maxLength: 4 }),
      jumps,
    )
    .map(([first, second, jumps]) =>
      [...stream('a', first.flat()), ...stream('b', second.flat())].map((event, index) => ({
        ...event,
        timestamp: event.timestamp + (jumps[index] ?? 0),
      })),
    );

  const inBatches = (events: readonly LogEvent[], sizes: readonly number[]) => {
    const assembler = new InvocationAssembler();
    let at = 0;
    for (const size of sizes) {
      assembler.add(events.slice(at, at + size));
      at += size;
    }
    assembler.add(events.slice(at));
    return assembler.records();
  };
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 30 });

  test('of generated logs', () => {
    const shuffledLog = log.chain((events) =>
      fc.record({
        events: fc.constant(events),
        shuffled: fc.shuffledSubarray([...events], { minLength: events.length }),
        sizes,
      }),
    );
    fc.assert(
      fc.property(shuffledLog, ({ events, shuffled, sizes }) => {
        expect(inBatches(shuffled, sizes)).toEqual(assembleInvocations(events));
      }),
      { numRuns: 300 },
    );
  });

  test('of recorded logs, with some events delivered twice', () => {
    const expected = assembleInvocations(recorded);
    const arrival = fc.record({
      shuffled: fc.shuffledSubarray(recorded, { minLength: recorded.length }),
      again: fc.subarray(recorded),
      sizes,
    });
    fc.assert(
      fc.property(arrival, ({ shuffled, again, sizes }) => {
        expect(inBatches([...shuffled, ...again], sizes)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('of what is held, `add` told everything: its answers add up to the records', () => {
    fc.assert(
      fc.property(log, sizes, (events, sizes) => {
        const assembler = new InvocationAssembler();
        const told = new Map<string, unknown>();
        let at = 0;
        for (const size of [...sizes, events.length]) {
          for (const record of assembler.add(events.slice(at, at + size))) told.set(record.key, record);
          for (const key of assembler.takeRemoved().dissolved) told.delete(key);
          at += size;
        }
        expect(new Set(told.values())).toEqual(new Set(assembler.records()));
      }),
    );
  });
});

describe('bounds', () => {
  test('forgets the oldest invocations whole, and says which', () => {
    const assembler = new InvocationAssembler({ capacityLines: 40 });
    const messages = Array.from({ length: 20 }, (_, number) => invocation(number, 'hello\n')).flat();
    assembler.add(stream('a', messages));
    expect(assembler.lineCount).toBeLessThanOrEqual(40);
    const kept = assembler.records().map((record) => record.requestId);
    expect(kept).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19].map(requestId));
    expect(assembler.records().every((record) => record.lines.length === 4)).toBe(true);
  });

  test('a single endless invocation loses its oldest application lines and keeps its start', () => {
    const assembler = new InvocationAssembler({ capacityLines: 100 });
    const events = stream('a', [invocation(1)[0] as string, ...Array.from({ length: 500 }, (_, at) => `line ${at}\n`)]);
    for (const event of events) assembler.add([event]);
    expect(assembler.lineCount).toBeLessThanOrEqual(100);
    const [record] = assembler.records();
    expect(record?.lines[0]?.kind).toBe('start');
    expect(record?.lines.at(-1)?.text).toBe('line 499');
  });

  test('numbers of attempts stay when the first attempt is forgotten', () => {
    const assembler = new InvocationAssembler();
    assembler.add([...stream('a', invocation(1), 1_000), ...stream('b', invocation(1), 61_000)]);
    assembler.trimTo(4);
    expect(assembler.records().map(({ attempt }) => attempt)).toEqual([2]);
    expect(assembler.takeRemoved().forgotten).toEqual([`group#${requestId(1)}`]);
  });

  test('a record carries no more lines than it may, and says how many it left out', () => {
    const assembler = new InvocationAssembler({ linesPerRecord: 10 });
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at}\n`);
    const [record] = assembler.add(stream('a', invocation(1, ...lines)));
    expect(record).toMatchObject({ omittedLines: 13, outcome: 'success', summary: 'line 19' });
    expect(record?.lines.map(({ text }) => text.split(' ')[1])).toEqual([
      'RequestId:',
      '13',
      '14',
      '15',
      '16',
      '17',
      '18',
      '19',
      'RequestId:',
      'RequestId:',
    ]);
  });

  test('lines that wait for a request are bounded too', () => {
    const assembler = new InvocationAssembler({ capacityLines: 100 });
    assembler.add(
      stream('a', ['INIT_START Runtime Version: python:3.13.v31\n', ...Array.from({ length: 500 }, () => 'x\n')]),
    );
    assembler.add(stream('b', invocation(1), 9_000));
    expect(assembler.lineCount).toBeLessThanOrEqual(100);
    expect(assembler.records()).toHaveLength(1);
  });
});
