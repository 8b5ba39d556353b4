import { CreateFunctionCommand, GetFunctionCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnOf, createTestFunction, functionInput, refusal, TestService, testRole } from '../support/localService.ts';
import { rawZip, zipOf } from '../support/zip.ts';

let test: TestService;
beforeAll(async () => {
  test = await TestService.start();
});
afterAll(() => test.dispose());

const create = (name: string, changes: Parameters<typeof functionInput>[1] = {}) =>
  createTestFunction(test, name, changes);
const invalid = (message: unknown) => ({ name: 'InvalidParameterValueException', status: 400, type: 'User', message });

describe('CreateFunction', () => {
  it('answers as AWS does: everything that was left out has its default', async () => {
    const { $metadata, ...created } = await create('plain');
    expect($metadata.httpStatusCode).toBe(201);
    expect(created).toEqual({
      FunctionName: 'plain',
      FunctionArn: arnOf('plain'),
      Runtime: 'nodejs24.x',
      Role: testRole,
      Handler: 'index.handler',
      CodeSize: expect.any(Number),
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      Version: '$LATEST',
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/),
      },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/plain' },
    });
  });

  it('reads back exactly what was set, also what the local service does not act on yet', async () => {
    const set = {
      Description: 'what it is for',
      Timeout: 900,
      MemorySize: 10_240,
      Environment: { Variables: { STAGE: 'test', Empty: '' } },
      KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/abc',
      TracingConfig: { Mode: 'Active' as const },
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:111122223333:q' },
      Architectures: ['arm64' as const],
      EphemeralStorage: { Size: 10_240 },
      FileSystemConfigs: [
        {
          Arn: 'arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-0123456789abcdef0',
          LocalMountPath: '/mnt/data',
        },
      ],
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' as const },
      DurableConfig: { ExecutionTimeout: 60, RetentionPeriodInDays: 7 },
    };
    await create('full', {
      ...set,
      SnapStart: { ApplyOn: 'PublishedVersions' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'custom/group' },
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      Tags: { team: 'a', __proto__x: 'b' },
    });
    const { Configuration, Tags } = await test.lambda.send(new GetFunctionCommand({ FunctionName: 'full' }));
    expect(Configuration).toMatchObject({
      ...set,
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' },
      LoggingConfig: {
        LogFormat: 'JSON',
        LogGroup: 'custom/group',
        ApplicationLogLevel: 'INFO',
        SystemLogLevel: 'INFO',
      },
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], VpcId: '', Ipv6AllowedForDualStack: false },
    });
    expect(Tags).toEqual({ team: 'a', __proto__x: 'b' });
  });

  it('takes a name, a partial ARN or an ARN, with the same result', async () => {
    const named = await create('111122223333:function:partial');
    expect(named.FunctionArn).toBe(arnOf('partial'));
    const full = await create(arnOf('byArn'));
    expect(full.FunctionName).toBe('byArn');
  });

  it('refuses a second function of the same name, but not in another Region', async () => {
    await create('twice');
    expect(await refusal(create('twice'))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      type: 'User',
      message: 'Function already exist: twice',
    });
    const elsewhere = await createTestFunction({ lambda: test.newLambda({ region: 'eu-west-1' }) }, 'twice');
    expect(elsewhere.FunctionArn).toBe(arnOf('twice', 'eu-west-1'));
  });

  it('lets exactly one of many simultaneous creations win', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => create('race')));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('puts Regions of other partitions into their ARNs', async () => {
    const china = await createTestFunction({ lambda: test.newLambda({ region: 'cn-north-1' }) }, 'cn');
    expect(china.FunctionArn).toBe('arn:aws-cn:lambda:cn-north-1:111122223333:function:cn');
  });

  describe('refuses', () => {
    it('a wrong name and a wrong role together, as one validation error', async () => {
      expect(await refusal(create('a b', { Role: 'r1' }))).toEqual({
        name: 'ValidationException',
        status: 400,
        message: expect.stringMatching(
          /^2 validation errors detected: Value 'a b' at 'functionName' failed .*; Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:/,
        ),
      });
    });

    it('a name of more than 64 characters', async () => {
      const name = 'x'.repeat(65);
      expect(await refusal(create(name))).toEqual(
        invalid(
          `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
        ),
      );
    });

    it.each(['non-existent-runtime', 'PYTHON3.9'])('the runtime %s', async (runtime) => {
      expect(await refusal(create('r', { Runtime: runtime as 'nodejs24.x' }))).toEqual(
        invalid(
          expect.stringMatching(
            new RegExp(
              `^Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \\[nodejs20\\.x, python3\\.14, provided\\.al2023, .*\\] or be a valid ARN$`,
            ),
          ),
        ),
      );
    });

    it.each([
      'nodejs14.x',
      'python3.7',
      'go1.x',
      'java8',
      'provided',
      'dotnetcore3.1',
      'ruby2.7',
      'nodejs12.x',
    ] as const)('the retired runtime %s', async (runtime) => {
      expect(await refusal(create('r', { Runtime: runtime }))).toEqual(
        invalid(
          `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
        ),
      );
    });

    it.each([{ Runtime: undefined }, { Handler: undefined }, { Handler: '' }])(
      'a function with %j',
      async (changes) => {
        const input = { ...functionInput('r'), ...changes };
        const call = test.lambda.send(new CreateFunctionCommand(input));
        const { name, message } = await refusal(call);
        expect([name, message]).toEqual(
          changes.Handler === ''
            ? ['ValidationException', expect.stringContaining("at 'handler'")]
            : [
                'InvalidParameterValueException',
                'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
              ],
        );
      },
    );

    it.each([
      [
        { Timeout: 901 },
        "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
      ],
      [
        { Timeout: 0 },
        "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ],
      [
        { MemorySize: 10_241 },
        "Value '10241' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10240",
      ],
      [
        { EphemeralStorage: { Size: 20_000 } },
        "Value '20000' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value less than or equal to 10240",
      ],
      [
        { EphemeralStorage: { Size: 1 } },
        "Value '1' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512",
      ],
    ])('%j', async (changes, problem) => {
      expect(await refusal(create('r', changes))).toEqual({
        name: 'ValidationException',
        status: 400,
        message: `1 validation error detected: ${problem}`,
      });
    });

    it('reserved environment variables, all of them by name', async () => {
      const Variables = { AWS_REGION: 'x', MINE: 'y', _HANDLER: 'z' };
      expect(await refusal(create('r', { Environment: { Variables: { AWS_REGION: 'x', MINE: 'y' } } }))).toEqual(
        invalid(
          'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
        ),
      );
      expect((await refusal(create('r', { Environment: { Variables } }))).name).toBe('ValidationException');
    });

    it('more than 4 KB of environment', async () => {
      const Variables = { SMALL_VAR: 'ok', LARGE_VAR: 'x'.repeat(4064) };
      expect(await refusal(create('r', { Environment: { Variables } }))).toEqual(
        invalid(
          `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(Variables)}`,
        ),
      );
      await expect(
        create('fits', { Environment: { Variables: { LARGE_VAR: 'x'.repeat(4080) } } }),
      ).resolves.toBeDefined();
    });

    it('a package that is no zip, an empty one, and one that leaves its folder', async () => {
      const broken = invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
      expect(await refusal(create('r', { Code: { ZipFile: Buffer.from('x') } }))).toEqual(broken);
      expect(await refusal(create('r', { Code: { ZipFile: rawZip([{ name: '../x', content: '' }]) } }))).toEqual(
        broken,
      );
      expect(await refusal(create('r', { Code: { ZipFile: rawZip([]) } }))).toEqual(
        invalid('Uploaded file must be a non-empty zip'),
      );
    });

    it('a function without code', async () => {
      expect(await refusal(create('r', { Code: {} }))).toEqual(invalid('Please provide a source for function code.'));
    });

    it('managed instances, and says so', async () => {
      expect(await refusal(create('r', { PublishTo: 'LATEST_PUBLISHED' }))).toMatchObject({
        name: 'UnsupportedOperationException',
        status: 501,
        message: expect.stringContaining('PublishTo'),
      });
    });

    it('more than five layers', async () => {
      const Layers = Array.from({ length: 6 }, (_, index) => `arn:aws:lambda:us-east-1:111122223333:layer:l${index}:1`);
      expect(await refusal(create('r', { Layers }))).toEqual(invalid('Cannot reference more than 5 layers.'));
    });

    it('more than fifty tags', async () => {
      const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
      expect(await refusal(create('r', { Tags }))).toEqual(invalid('Number of tags exceeds resource tag limit.'));
    });

    it('and leaves nothing behind', async () => {
      const { Functions } = await test.lambda.send(new ListFunctionsCommand({}));
      expect(Functions?.map(({ FunctionName }) => FunctionName)).not.toContain('r');
    });
  });

  it('keeps a package of many files quick', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`node_modules/m${index}/index.js`, `// ${index}`]),
    );
    const created = await create('many', { Code: { ZipFile: zipOf({ ...files, 'index.js': '' }) } });
    expect(created.CodeSize).toBeGreaterThan(10_000);
  });
});
