import { DescribeLogGroups$, DescribeLogStreams$, StartLiveTail$ } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteFunction$,
  GetProvisionedConcurrencyConfig$,
  Invoke$,
  ListDurableExecutionsByFunction$,
  ListEventSourceMappings$,
  UntagResource$,
} from '@aws-sdk/client-lambda';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { describe, expect, it } from 'vitest';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { compileAwsJson } from '../../../../src/service/wire/awsJson.ts';
import { lambdaModel } from '../../../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../../../src/service/wire/generated/logsConstraints.ts';
import { lambdaOperation } from '../../../../src/service/wire/lambdaService.ts';
import { isLogsOperation, logsOperation } from '../../../../src/service/wire/logsService.ts';
import type { WireRequest } from '../../../../src/service/wire/operation.ts';
import { compileRestJson } from '../../../../src/service/wire/restJson.ts';
import { awsJsonError, restJsonError, validationError } from '../../../../src/service/wire/wireErrors.ts';

function request(changes: Partial<WireRequest> = {}): WireRequest {
  return { headers: {}, query: '', labels: {}, body: Buffer.alloc(0), ...changes };
}

describe('compileRestJson', () => {
  const invoke = compileRestJson(Invoke$, lambdaModel);

  it('binds labels, query, headers and the payload, which it does not copy', () => {
    const body = Buffer.from('{}');
    const input = invoke.readInput(
      request({
        labels: { FunctionName: 'f' },
        query: 'Qualifier=%24LATEST&other=1',
        headers: { 'x-amz-log-type': 'Tail', 'x-amz-invocation-type': 'Event', 'x-unknown': 'y' },
        body,
      }),
    );
    expect(input).toEqual({
      FunctionName: 'f',
      Qualifier: '$LATEST',
      LogType: 'Tail',
      InvocationType: 'Event',
      Payload: body,
    });
    expect(input['Payload']).toBe(body);
  });

  it('writes status, headers and payload, and leaves out what is absent', () => {
    const Payload = Buffer.from('1');
    expect(invoke.writeOutput({ StatusCode: 202, Payload, ExecutedVersion: '$LATEST', LogResult: undefined })).toEqual({
      status: 202,
      headers: { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' },
      body: Payload,
    });
    expect(invoke.writeOutput({ StatusCode: 204 }).body).toBe('');
  });

  it('reads lists from a repeated query parameter', () => {
    const untag = compileRestJson(UntagResource$, lambdaModel);
    const labels = { Resource: 'arn:aws:lambda:us-east-1:111122223333:function:f' };
    expect(untag.readInput(request({ labels, query: 'tagKeys=a&tagKeys=b%3Ac' }))).toMatchObject({
      TagKeys: ['a', 'b:c'],
    });
    expect(untag.readInput(request({ labels, query: 'tagKeys=a' }))).toMatchObject({ TagKeys: ['a'] });
    expect(() => untag.readInput(request({ labels }))).toThrow(/Value null at 'tagKeys'/);
    expect(untag.writeOutput({})).toMatchObject({ status: 204, body: '' });
  });

  it('reads numbers and times from the query', () => {
    const mappings = compileRestJson(ListEventSourceMappings$, lambdaModel);
    expect(mappings.readInput(request({ query: 'MaxItems=5&Marker=' }))).toEqual({ MaxItems: 5, Marker: '' });
    expect(() => mappings.readInput(request({ query: 'MaxItems=five' }))).toThrow('five can not be converted');
    const executions = compileRestJson(ListDurableExecutionsByFunction$, lambdaModel);
    const query = 'StartedAfter=2026-01-15T10%3A11%3A12Z';
    expect(executions.readInput(request({ labels: { FunctionName: 'f' }, query }))).toMatchObject({
      StartedAfter: new Date('2026-01-15T10:11:12Z'),
    });
  });

  it('writes the status that the operation has', () => {
    const remove = compileRestJson(DeleteFunction$, lambdaModel);
    expect(remove.writeOutput({ StatusCode: 204 }).status).toBe(204);
    const config = compileRestJson(GetProvisionedConcurrencyConfig$, lambdaModel);
    expect(config.writeOutput({ Status: 'READY', LastModified: 'x', surprise: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"Status":"READY","LastModified":"x"}',
    });
  });

  it('lets a label win over a body that names the same member', () => {
    const update = lambdaOperation('UpdateFunctionConfiguration');
    const body = Buffer.from('{"FunctionName":"other","Timeout":5}');
    expect(update?.readInput(request({ labels: { FunctionName: 'f' }, body }))).toEqual({
      FunctionName: 'f',
      Timeout: 5,
    });
  });
});

describe('compileAwsJson', () => {
  const groups = compileAwsJson(DescribeLogGroups$, logsModel, 'InvalidParameterException');

  it('reads and writes one document', () => {
    expect(groups.readInput(request({ body: Buffer.from('{"limit":5,"unknown":true}') }))).toEqual({ limit: 5 });
    expect(groups.readInput(request())).toEqual({});
    expect(groups.writeOutput({ logGroups: [{ logGroupName: 'g', creationTime: 5 }], nextToken: undefined })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: '{"logGroups":[{"logGroupName":"g","creationTime":5}]}',
    });
  });

  it('names a broken constraint as its service does', () => {
    expect(() => groups.readInput(request({ body: Buffer.from('{"limit":51}') }))).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', httpStatus: 400 }),
    );
    const streams = compileAwsJson(DescribeLogStreams$, logsModel, 'InvalidParameterException');
    expect(() => streams.readInput(request({ body: Buffer.from('[]') }))).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });

  it('writes a stream frame by frame, the initial response first', async () => {
    const tail = compileAwsJson(StartLiveTail$, logsModel, 'InvalidParameterException');
    const events = async function* () {
      yield { sessionStart: { requestId: 'r', logGroupIdentifiers: ['arn'] } };
      yield {};
      yield {
        sessionUpdate: { sessionMetadata: { sampled: false }, sessionResults: [{ message: 'ü', timestamp: 5 }] },
      };
    };
    const { headers, body } = tail.writeOutput({ responseStream: events() });
    expect(headers).toEqual({ 'content-type': 'application/vnd.amazon.eventstream' });
    const codec = new EventStreamCodec(toUtf8, fromUtf8);
    const frames: string[] = [];
    for await (const frame of body as AsyncIterable<Uint8Array>) {
      const message = codec.decode(frame);
      frames.push(
        `${message.headers[':event-type']?.value} ${message.headers[':message-type']?.value} ${toUtf8(message.body)}`,
      );
    }
    expect(frames).toEqual([
      'initial-response event {}',
      'sessionStart event {"requestId":"r","logGroupIdentifiers":["arn"]}',
      'sessionUpdate event {"sessionMetadata":{"sampled":false},"sessionResults":[{"message":"ü","timestamp":5}]}',
    ]);
  });
});

describe('the services', () => {
  it('have exactly the operations of the generated tables', () => {
    for (const name of Object.keys(lambdaModel.operations)) {
      expect([name, lambdaOperation(name)?.name]).toEqual([name, name in lambdaModel.inputs ? name : undefined]);
    }
    for (const name of Object.keys(logsModel.operations)) {
      expect([name, logsOperation(name)?.name]).toEqual([name, name in logsModel.inputs ? name : undefined]);
      expect(isLogsOperation(name)).toBe(true);
    }
    expect(isLogsOperation('toString')).toBe(false);
    expect(lambdaOperation('constructor')).toBeUndefined();
  });

  it('compile an operation once', () => {
    expect(lambdaOperation('Invoke')).toBe(lambdaOperation('Invoke'));
    expect(logsOperation('GetLogEvents')).toBe(logsOperation('GetLogEvents'));
  });
});

describe('errors on the wire', () => {
  const capital = new Set(['ResourceNotFoundException']);
  const error = (code: string, fault?: 'User') =>
    new LambdaServiceError(code, 418, 'why', {
      ...(fault ? { fault } : {}),
      members: { Reason: 'r' },
      headers: { 'retry-after': '1' },
    });

  it('carry code, fault, message and members, each where AWS has it', () => {
    expect(restJsonError(error('ResourceConflictException', 'User'), capital)).toEqual({
      status: 418,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': 'ResourceConflictException',
        'retry-after': '1',
      },
      body: '{"Type":"User","message":"why","Reason":"r"}',
    });
    expect(restJsonError(error('ResourceNotFoundException', 'User'), capital).body).toBe(
      '{"Type":"User","Message":"why","Reason":"r"}',
    );
    expect(restJsonError(error('ValidationException'), capital).body).toBe('{"message":"why","Reason":"r"}');
    expect(awsJsonError(error('X')).body).toBe('{"__type":"X","message":"why","Reason":"r"}');
  });

  it('know which exceptions of Lambda have a capital message', () => {
    expect(lambdaModel.capitalMessage).toEqual(
      expect.arrayContaining(['ResourceNotFoundException', 'ServiceException']),
    );
    expect(lambdaModel.capitalMessage).not.toContain('InvalidParameterValueException');
  });

  it('count validation errors', () => {
    expect(validationError('V', ['a']).message).toBe('1 validation error detected: a');
    expect(validationError('V', ['a', 'b']).message).toBe('2 validation errors detected: a; b');
  });
});
