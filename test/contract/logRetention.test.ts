import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, TestService } from '../support/localService.ts';

let test: TestService;
const logGroupName = 'kept';
const dayMs = 24 * 3_600_000;

beforeAll(async () => {
  test = await TestService.start();
  await test.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
});
afterAll(() => test.dispose());

const put = (...events: (readonly [daysAgo: number, message: string])[]) =>
  test.logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: 's',
      logEvents: events.map(([daysAgo, message]) => ({ timestamp: Date.now() - daysAgo * dayMs, message })),
    }),
  );
const retain = (retentionInDays: number) =>
  test.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
const stored = async () =>
  (await test.logs.send(new FilterLogEventsCommand({ logGroupName }))).events?.map(({ message }) => message);
const described = async () => (await test.logs.send(new DescribeLogGroupsCommand())).logGroups?.[0];

describe('PutRetentionPolicy', () => {
  it('removes what is too old at once, and reads back', async () => {
    await put([10, 'old']);
    await put([1, 'young']);
    expect(await described()).not.toHaveProperty('retentionInDays');
    await retain(5);
    expect(await stored()).toEqual(['young']);
    expect(await described()).toMatchObject({ retentionInDays: 5, storedBytes: 31 });
  });

  it('keeps expired events from being written, and says how many', async () => {
    const answer = await put([6.5, 'a'], [6.4, 'b'], [6.3, 'c']);
    expect(answer.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 3 });
    expect((await put([15, 'a'])).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(await stored()).toEqual(['young']);
  });

  it('survives a restart, and can be taken back', async () => {
    test = await test.restart();
    expect(await described()).toMatchObject({ retentionInDays: 5 });
    await test.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect(await described()).not.toHaveProperty('retentionInDays');
    await put([10, 'old']);
    expect(await stored()).toEqual(['old', 'young']);
  });

  it('wants a number of days that there is, and a group', async () => {
    expect(await refusal(retain(2))).toEqual({
      name: 'InvalidParameterException',
      status: 400,
      message: expect.stringMatching(
        /^1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: \[1, 3, 5, /,
      ),
    });
    const missing = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    const nope = { logGroupName: 'nope' };
    const put = new PutRetentionPolicyCommand({ ...nope, retentionInDays: 1 });
    expect(await refusal(test.logs.send(put))).toMatchObject(missing);
    expect(await refusal(test.logs.send(new DeleteRetentionPolicyCommand(nope)))).toMatchObject(missing);
  });
});
