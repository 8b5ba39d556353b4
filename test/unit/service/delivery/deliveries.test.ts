import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../../src/base/log.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { Deliveries } from '../../../../src/service/delivery/deliveries.ts';
import { Senders } from '../../../../src/service/delivery/senders.ts';
import { openDatabase, transaction } from '../../../../src/service/store/database.ts';
import { type Delivery, DeliveryOutbox } from '../../../../src/service/store/deliveryOutbox.ts';
import { CollectingLogWriter } from '../../../fakes/collectingLogWriter.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const target = 'arn:aws:lambda:us-east-1:000000000000:function:next';
const queue = 'arn:aws:sqs:us-east-1:000000000000:failed';

let clock: FakeClock;
let database: DatabaseSync;
let outbox: DeliveryOutbox;
let logs: CollectingLogWriter;
/** Seconds since the start and id of every attempt. */
let attempts: [seconds: number, id: string][];
let warnings: string[];
let refuse: ((id: string) => Error | undefined) | undefined;
let deliveries: Deliveries;

const log: Log = { ...silentLog, warn: (message) => warnings.push(message) };

function start(): void {
  outbox = new DeliveryOutbox(database);
  const senders = new Senders({
    clock,
    endpoints: {},
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    invokeFunction: (_arn, _region, { id }) => {
      attempts.push([clock.monotonic() / 1000, id]);
      const error = refuse?.(id);
      if (error !== undefined) throw error;
    },
  });
  deliveries = new Deliveries({ outbox, senders, logs, logGroupName: () => '/aws/lambda/f', clock, log });
}

beforeEach(() => {
  clock = new FakeClock();
  database = openDatabase(folders.create());
  logs = new CollectingLogWriter();
  attempts = [];
  warnings = [];
  refuse = undefined;
  start();
});
afterEach(() => {
  deliveries.dispose();
  database.close();
  folders.remove();
});

function add(id: string, changes: Partial<Delivery> = {}): void {
  const added: Delivery = {
    id,
    targetArn: target,
    kind: 'success',
    function: { region: 'us-east-1', name: 'f' },
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
    requestId: `request-${id}`,
    traceId: 'Root=1',
    body: Buffer.from('{}'),
    createdAt: clock.now(),
    ...changes,
  };
  transaction(database, () => outbox.add([added]));
  outbox.announce([added]);
}

const busy = new LambdaServiceError('ResourceConflictException', 409, 'It is pending.');

describe('a delivery', () => {
  it('is sent as soon as it is stored, and forgotten when it was received', async () => {
    add('one');
    expect(attempts).toEqual([]);
    await clock.advance(0);
    expect([attempts, outbox.targets(), warnings]).toEqual([[[0, 'one']], [], []]);
  });

  it('that fails is sent again with growing waits, and told once', async () => {
    refuse = () => (attempts.length <= 3 ? busy : undefined);
    add('one');
    await clock.advance(60_000);
    expect(attempts).toEqual([
      [0, 'one'],
      [1, 'one'],
      [3, 'one'],
      [7, 'one'],
    ]);
    const text = `The record of request request-one could not be delivered to ${target}: It is pending. It is kept for 24 hours and sent as soon as that is possible.`;
    expect(warnings).toEqual([text]);
    expect(logs.events).toMatchObject([
      {
        location: { logGroupName: '/aws/lambda/f', logStreamName: '2026/01/15/[deliveries]' },
        message: `[WARN] ${text}`,
      },
    ]);
    expect(outbox.targets()).toEqual([]);
  });

  it('whose target never answers is given up after a day, with a line', async () => {
    refuse = () => busy;
    add('one');
    await clock.advance(23 * 3_600_000);
    expect(outbox.get('one')).toBeDefined();
    await clock.advance(2 * 3_600_000);
    expect([outbox.targets(), clock.pending]).toEqual([[], 0]);
    expect(warnings.at(-1)).toMatch(/It is pending\. It is given up\.$/);
  });

  it('that is refused for itself is given up at once', async () => {
    refuse = () => new LambdaServiceError('RequestTooLargeException', 413, 'Too large.');
    add('one');
    await clock.advance(0);
    expect([attempts.length, outbox.targets()]).toEqual([1, []]);
    expect(warnings).toEqual([expect.stringMatching(/RequestTooLargeException: Too large\. It is given up\.$/)]);
  });

  it('waits for nobody else’s target', async () => {
    refuse = (id) => (id === 'stuck' ? busy : undefined);
    add('stuck');
    add('other', { targetArn: `${target}2` });
    await clock.advance(0);
    expect(outbox.targets()).toEqual([target]);
  });
});

describe('without an endpoint for its service', () => {
  it('a delivery is kept, and the log says what to do', async () => {
    add('one', { targetArn: queue, kind: 'dead-letter' });
    await clock.advance(3_600_000);
    expect(outbox.get('one')).toBeDefined();
    expect(warnings).toEqual([
      `The event of request request-one could not be delivered to ${queue}: the local service was started without an endpoint for SQS (--sqs-endpoint or --aws-endpoint). It is kept for 24 hours and sent as soon as that is possible.`,
    ]);
  });

  it('a service that the local one does not know is no target', async () => {
    add('one', { targetArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' });
    await clock.advance(0);
    expect(outbox.targets()).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/the local service cannot send to kinesis\. It is given up\.$/)]);
  });
});

it('a restart takes up what waits', async () => {
  refuse = () => busy;
  add('one');
  await clock.advance(0);
  deliveries.dispose();
  expect(clock.pending).toBe(0);
  refuse = undefined;
  start();
  await clock.advance(0);
  await settle();
  expect([attempts.length, outbox.targets()]).toEqual([2, []]);
});
