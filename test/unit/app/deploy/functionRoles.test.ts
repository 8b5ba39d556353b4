import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLambdaRole, lambdaRoles } from '../../../../src/app/deploy/functionRoles.ts';
import { endpointSettings } from '../../../../src/client/endpointSettings.ts';
import { iamApi } from '../../../../src/client/iamApi.ts';
import { LambdaServiceError } from '../../../../src/lambda/serviceError.ts';
import { FakeClock, settle } from '../../../fakes/fakeClock.ts';
import { inMemoryTarget } from '../../../fakes/inMemoryTarget.ts';
import { IamPeer } from '../../../support/iamPeer.ts';
import { newFunction, RedeployBench } from '../../../support/redeployBench.ts';
import { TemporaryFolders } from '../../../support/temporaryFolder.ts';

const folders = new TemporaryFolders();
const never = new AbortController().signal;
let peer: IamPeer;
let settings: ReturnType<typeof endpointSettings>;

beforeAll(async () => {
  peer = await IamPeer.start();
});
afterAll(async () => {
  await peer.close();
  folders.remove();
});
beforeEach(() => {
  peer.roles.splice(0);
  settings = endpointSettings({
    region: 'eu-west-1',
    endpoints: { lambda: undefined, logs: undefined, sts: undefined, schemas: undefined, iam: peer.url },
    credentials: async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }),
    maxAttempts: 1,
  });
});
afterEach(() => settings.requestHandler.destroy());

const target = () =>
  inMemoryTarget({
    id: 'dev/eu-west-1',
    label: 'dev · eu-west-1',
    region: 'eu-west-1',
    runsHere: false,
    iam: iamApi(settings),
  });

describe('roles of functions', () => {
  test('are those that trust Lambda, of all pages, in order of name', async () => {
    peer.roles.push(
      { name: 'orders', service: 'lambda.amazonaws.com' },
      { name: 'hosts', service: 'ec2.amazonaws.com' },
      { name: 'builds', service: 'codebuild.amazonaws.com' },
      { name: 'billing', service: 'lambda.amazonaws.com' },
    );
    expect(await lambdaRoles(target(), never)).toEqual([
      { arn: 'arn:aws:iam::492100000087:role/billing', name: 'billing', description: '' },
      { arn: 'arn:aws:iam::492100000087:role/orders', name: 'orders', description: '' },
    ]);
  });

  test('a refusal names the permission', async () => {
    peer.refusal = {
      code: 'AccessDenied',
      status: 403,
      message: 'User: arn:aws:iam::492100000087:user/me is not authorized to perform: iam:ListRoles on resource: *',
    };
    await expect(lambdaRoles(target(), never)).rejects.toThrow('the permission iam:ListRoles is missing');
  });

  test('a new one may be taken by Lambda and by nobody else, and may write its log', async () => {
    const role = await createLambdaRole(target(), 'hello-role', 'hello', never);
    expect(role.arn).toBe('arn:aws:iam::492100000087:role/hello-role');
    expect(JSON.parse(peer.created.get('hello-role') ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    expect(peer.attached.get('hello-role')).toBe('arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole');
    await expect(createLambdaRole(target(), 'hello-role', 'hello', never)).rejects.toThrow(
      'There is a role hello-role already. Choose it, or another name.',
    );
  });

  test('a target without IAM says what to do', async () => {
    await expect(lambdaRoles(inMemoryTarget(), never)).rejects.toThrow('Local has no IAM: enter the ARN of a role.');
  });
});

describe('creating a function with a role that was just made', () => {
  const tooEarly = () =>
    new LambdaServiceError(
      'InvalidParameterValueException',
      400,
      'The role defined for the function cannot be assumed by Lambda.',
    );

  function create(isRoleNew: boolean, clock: FakeClock, refusals: number) {
    const local = inMemoryTarget();
    for (let count = 0; count < refusals; count += 1) local.lambda.failNext('createFunction', tooEarly());
    const bench = RedeployBench.create(local, folders, { clock });
    bench.save('new');
    const running = bench.run({ create: { ...newFunction, isRoleNew } });
    running.catch(() => {});
    return { local, running };
  }

  test('waits until Lambda can assume it', async () => {
    const clock = new FakeClock();
    const { local, running } = create(true, clock, 2);
    while (clock.pending === 0) await settle();
    await clock.advance(3_000);
    expect(await running).toMatchObject({ kind: 'created' });
    expect(local.lambda.callsOf('createFunction')).toHaveLength(3);
  });

  test('gives up after a minute', async () => {
    const clock = new FakeClock();
    const { running } = create(true, clock, 100);
    while (clock.pending === 0) await settle();
    await clock.advance(70_000);
    await expect(running).rejects.toThrow('cannot be assumed by Lambda');
  });

  test('does not wait for a role that was there before', async () => {
    const { running } = create(false, new FakeClock(), 1);
    await expect(running).rejects.toThrow('cannot be assumed by Lambda');
  });
});
