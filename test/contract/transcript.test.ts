/** The bytes on the wire, request by request: what an SDK hides is held here. Ids, times and sizes are normalised. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestService, testRole } from '../support/localService.ts';
import { type RawRequest, sendSigned } from '../support/rawRequest.ts';
import { zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

const zip = zipOf({ 'index.mjs': 'export const handler = async (event) => event;' }).toString('base64');
const functions = '/2015-03-31/functions';
const tags = '/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A111122223333%3Afunction%3Ahello';

const lambda: readonly (readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>])[] = [
  ['GET', functions],
  [
    'POST',
    functions,
    {
      FunctionName: 'hello',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: testRole,
      Code: { ZipFile: zip },
      Environment: { Variables: { STAGE: 'test' } },
      Tags: { team: 'a' },
    },
  ],
  ['GET', `${functions}/hello`],
  ['GET', `${functions}/hello/configuration?Qualifier=%24LATEST`],
  ['GET', functions],
  ['PUT', `${functions}/hello/configuration`, { Timeout: 10 }],
  ['PUT', `${functions}/hello/code`, { ZipFile: zip }],
  ['GET', `${functions}/hello/versions`],
  ['GET', `${functions}/hello/aliases`],
  ['POST', `${functions}/hello/invocations`, { name: 'Ada' }],
  ['POST', `${functions}/hello/invocations`, { name: 'Ada' }, { 'x-amz-invocation-type': 'Event' }],
  ['POST', `${functions}/hello/invocations`, { name: 'Ada' }, { 'x-amz-invocation-type': 'DryRun' }],
  ['POST', tags, { Tags: { stage: 'test' } }],
  ['GET', tags],
  ['DELETE', `${tags}?tagKeys=team&tagKeys=absent`],
  ['GET', '/2016-08-19/account-settings'],
  ['POST', functions, { FunctionName: 'hello' }],
  [
    'POST',
    functions,
    { FunctionName: 'hello', Runtime: 'cobol', Handler: 'x', Role: testRole, Code: { ZipFile: zip } },
  ],
  ['POST', functions, { FunctionName: 7 }],
  ['GET', `${functions}/nope`],
  ['POST', `${functions}/nope/invocations`],
  ['PUT', `${functions}/hello/configuration`, { Timeout: 5, RevisionId: 'old' }],
  ['POST', `${functions}/hello/versions`, {}],
  ['DELETE', `${functions}/hello`],
  ['GET', '/nothing'],
];

const at = Date.now() - 1000;
const place = { logGroupName: '/aws/lambda/hello', logStreamName: '2026/01/15/[$LATEST]ab' };
const logs: readonly (readonly [operation: string, body: unknown])[] = [
  ['CreateLogGroup', { logGroupName: place.logGroupName }],
  ['CreateLogGroup', { logGroupName: place.logGroupName }],
  ['CreateLogStream', place],
  [
    'PutLogEvents',
    {
      ...place,
      logEvents: [
        { timestamp: at, message: 'one ü' },
        { timestamp: at + 1, message: 'two' },
      ],
    },
  ],
  ['DescribeLogGroups', {}],
  ['DescribeLogStreams', { logGroupName: place.logGroupName }],
  ['GetLogEvents', place],
  ['FilterLogEvents', { logGroupName: place.logGroupName, filterPattern: 'two' }],
  ['FilterLogEvents', { logGroupName: place.logGroupName, limit: 0 }],
  ['FilterLogEvents', { logGroupName: 'nope' }],
  ['GetLogEvents', { logGroupName: 7 }],
  ['TestMetricFilter', { filterPattern: '{ $.a }', logEventMessages: ['x'] }],
  ['StartQuery', { logGroupName: place.logGroupName, startTime: 0, endTime: 1, queryString: 'fields (' }],
  ['DescribeDestinations', {}],
  ['DeleteLogGroup', { logGroupName: place.logGroupName }],
];

describe('on the wire', () => {
  it('Lambda looks like this', async () => {
    const lines: string[] = [];
    for (const [method, path, body, headers = {}] of lambda) {
      lines.push(
        await exchange(
          { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
          'lambda',
        ),
      );
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('transcripts/lambda.txt');
  });

  it('CloudWatch Logs looks like this', async () => {
    const lines: string[] = [];
    for (const [operation, body] of logs) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` };
      lines.push(await exchange({ method: 'POST', path: '/', headers, body: JSON.stringify(body) }, 'logs', operation));
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('transcripts/logs.txt');
  });
});

async function exchange(raw: RawRequest, service: string, title = ''): Promise<string> {
  const { credentials } = test.service;
  const { status, headers, text } = await sendSigned(test.service.endpoint, raw, { credentials, service });
  const shown = Object.entries(headers)
    .filter(([name]) => !['date', 'connection', 'keep-alive', 'content-length'].includes(name))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .sort();
  const request =
    `> ${title === '' ? `${raw.method} ${raw.path}` : title} ${shortened(String(raw.body ?? ''))}`.trimEnd();
  return normalised([request, `< ${status}`, ...shown.map((line) => `< ${line}`), pretty(text), ''].join('\n'));
}

function shortened(text: string): string {
  return text.replace(/"ZipFile":"[^"]+"/, '"ZipFile":"…"');
}

function pretty(text: string): string {
  return text === '' ? '' : JSON.stringify(JSON.parse(text), null, 2);
}

function normalised(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000/g, '<date>')
    .replace(/Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16}/g, 'Root=<root>;Parent=<parent>')
    .replace(/http:\/\/127\.0\.0\.1:\d+\/code\/[0-9a-f]{64}\?expires=\d+&signature=[\w-]+/g, '<link>')
    .replace(/runtime:[0-9a-f]{64}/g, 'runtime:<id>')
    .replace(/"(CodeSha256)": "[^"]+"/g, '"$1": "<sha256>"')
    .replace(/"(CodeSize|TotalCodeSize)": \d{1,4}\b/g, '"$1": "<bytes>"')
    .replace(/\b\d{56}\b/g, '<position>')
    .replace(/\b1[789]\d{11}\b/g, '<time>');
}
