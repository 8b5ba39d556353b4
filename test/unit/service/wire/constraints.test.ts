import { describe, expect, it } from 'vitest';
import { compileCheck, wholeMatch } from '../../../../src/service/wire/constraints.ts';
import { lambdaModel } from '../../../../src/service/wire/generated/lambdaConstraints.ts';
import { logsModel } from '../../../../src/service/wire/generated/logsConstraints.ts';

const createFunction = compileCheck(lambdaModel, 'CreateFunction');
const filterLogEvents = compileCheck(logsModel, 'FilterLogEvents');
const right = { FunctionName: 'f', Role: 'arn:aws:iam::111122223333:role/r', Code: {} };

describe('compileCheck', () => {
  it('finds nothing wrong with a right input', () => {
    expect(createFunction(right)).toEqual([]);
  });

  it('names what is missing, in the order of the model', () => {
    expect(createFunction({})).toEqual([
      "Value null at 'functionName' failed to satisfy constraint: Member must not be null",
      "Value null at 'role' failed to satisfy constraint: Member must not be null",
      "Value null at 'code' failed to satisfy constraint: Member must not be null",
    ]);
  });

  it.each([
    [
      { Role: 'r1' },
      "Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    ],
    [
      { Architectures: ['x86_64', 'arm64'] },
      "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      { Architectures: ['X86_64'] },
      "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ],
    [
      { VpcConfig: { SubnetIds: ['bad-1'] } },
      "Value '[bad-1]' at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: subnet-[0-9a-z]*]",
    ],
    [
      { SnapStart: { ApplyOn: 'invalidOption' } },
      "Value 'invalidOption' at 'snapStart.applyOn' failed to satisfy constraint: Member must satisfy enum value set: [PublishedVersions, None]",
    ],
    [
      { MemorySize: 64 },
      "Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
    [
      { FileSystemConfigs: [{ Arn: 'x', LocalMountPath: '/mnt/a' }] },
      expect.stringMatching(/^Value 'x' at 'fileSystemConfigs\.1\.member\.arn' failed/),
    ],
    [
      { Tags: { a: '<' } },
      "Value '{a=<}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)]",
    ],
  ])('words %j as recorded', (change, problem) => {
    expect(createFunction({ ...right, ...change })).toEqual([problem]);
  });

  it('keeps sensitive values to itself', () => {
    const [problem] = createFunction({ ...right, Environment: { Variables: { 'a-b': 'secret' } } });
    expect(problem).toBe(
      "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    );
  });

  it('leaves the runtime to the action, which words it differently', () => {
    expect(createFunction({ ...right, Runtime: 'cobol' })).toEqual([]);
  });

  it('counts characters, items and numbers by the same rule names', () => {
    expect(filterLogEvents({ limit: 10_001 })).toEqual([
      "Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ]);
  });

  it('refuses a fraction where the model has an integer', () => {
    expect(() => createFunction({ ...right, Timeout: 1.5 })).toThrow('1.5 can not be converted to an Integer');
  });
});

describe('generated tables', () => {
  it.each([lambdaModel, logsModel])('have patterns that compile, and shapes that exist', (model) => {
    for (const [name, shape] of Object.entries(model.shapes)) {
      if (shape.pattern !== undefined) expect(() => wholeMatch(shape.pattern ?? ''), name).not.toThrow();
      const named = [shape.member, shape.key, shape.value, ...Object.values(shape.members ?? {})];
      for (const other of named) if (other !== undefined) expect(model.shapes).toHaveProperty(other);
    }
  });

  it('list every operation of both services', () => {
    expect(Object.keys(lambdaModel.operations)).toHaveLength(88);
    expect(Object.keys(logsModel.operations)).toHaveLength(118);
  });
});
