/** The callers of a soak run. Each repeats one step; which one it takes is the seed's choice. */

import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Random } from '../fuzz/random.ts';
import { call, readAnswer } from './calls.ts';
import type { KnownFunction, SoakJournal } from './journal.ts';
import { type Deed, packageOf, type SoakAnswer, type SoakRuntime, soakRuntimes } from './soakFunctions.ts';
import type { SoakService } from './soakService.ts';

export interface Soak {
  readonly service: SoakService;
  readonly journal: SoakJournal;
  readonly random: Random;
  /** Variables of every function. */
  readonly variables: Readonly<Record<string, string>>;
  /** A new name for whatever needs one. */
  newId(): string;
}

export type Worker = () => Promise<void>;

/** What each deed ends with. */
const expectedErrors: Readonly<Record<Deed, string | undefined>> = {
  answer: undefined,
  print: undefined,
  write: undefined,
  leaveChild: undefined,
  throw: 'Error ValueError',
  crash: 'Runtime.ExitError',
  outOfMemory: 'Runtime.OutOfMemory',
  hang: 'Sandbox.Timedout',
};
/** Most invocations just answer. */
const shareOfAnswers = 0.7;

export async function createSoakFunction(soak: Soak, runtime: SoakRuntime, name: string): Promise<boolean> {
  const { service, journal } = soak;
  const ZipFile = await packageOf(runtime, 1);
  const created = await call(service, journal, 'functions created', (lambda) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: runtime.runtime as 'nodejs22.x',
        Handler: name.startsWith('stream') ? 'index.streams' : runtime.handler,
        Role: 'arn:aws:iam::000000000000:role/soak',
        Code: { ZipFile },
        MemorySize: 128,
        Timeout: name.startsWith('record') ? 30 : 5,
        Environment: { Variables: { ...soak.variables } },
      }),
    ),
  );
  return created !== undefined;
}

/** Invokes functions that crash, hang, run out of memory and leave processes behind. */
export function wildCaller(soak: Soak): Worker {
  const { service, journal, random } = soak;
  return async () => {
    const runtime = random.pick(soakRuntimes);
    const deed = random.chance(shareOfAnswers) ? 'answer' : random.pick(runtime.deeds);
    const id = soak.newId();
    const name = `wild-${runtime.name}`;
    const output = await call(service, journal, `invocations: ${deed}`, (lambda) =>
      lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ id, deed }), LogType: 'Tail' })),
    );
    if (output === undefined) return;
    const answer = readAnswer(output);
    if (answer.wasKilled) journal.count('environments killed under an invocation');
    else if (answer.errorType === undefined) checkAnswer(journal, name, answer.payload, { id, build: 1 });
    else if (!expectedErrors[deed]?.includes(answer.errorType)) {
      journal.fault(`${name}, ${deed}: ${answer.errorType}: ${answer.errorMessage}`);
    }
  };
}

/** Leaves events for functions that record each one that they run. */
export function eventSender(soak: Soak): Worker {
  const { service, journal, random } = soak;
  return async () => {
    const id = soak.newId();
    const name = `record-${random.pick(soakRuntimes).name}`;
    const Payload = JSON.stringify({ id, record: true });
    const output = await call(service, journal, 'events accepted', (lambda) =>
      lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload })),
    );
    if (output?.StatusCode === 202) journal.accepted.add(id);
  };
}

/** Reads streamed responses, some of them not to their end. */
export function streamReader(soak: Soak): Worker {
  const { service, journal, random } = soak;
  const chunkBytes = 65_536;
  return async () => {
    const chunks = random.integer(1, 200);
    const leavesAfter = random.chance(0.2) ? random.integer(0, chunks) * chunkBytes : undefined;
    const ending = new AbortController();
    await call(service, journal, 'streams read', async (lambda) => {
      const command = new InvokeWithResponseStreamCommand({
        FunctionName: 'stream-node',
        Payload: JSON.stringify({ chunks }),
      });
      const { EventStream = [] } = await lambda.send(command, { abortSignal: ending.signal });
      let bytes = 0;
      for await (const { PayloadChunk, InvokeComplete } of EventStream) {
        bytes += PayloadChunk?.Payload?.length ?? 0;
        if (leavesAfter !== undefined && bytes > leavesAfter) {
          ending.abort();
          journal.count('streams left');
          return;
        }
        if (InvokeComplete === undefined) continue;
        if (InvokeComplete.ErrorCode !== undefined) journal.count(`streams ended by ${InvokeComplete.ErrorCode}`);
        else if (bytes !== chunks * chunkBytes) journal.fault(`stream of ${chunks * chunkBytes} bytes had ${bytes}`);
      }
    });
  };
}

/** Replaces code and settings of one function, and must see at once what was acknowledged. */
export function changer(soak: Soak, runtime: SoakRuntime, known: KnownFunction): Worker {
  const { service, journal, random } = soak;
  const FunctionName = known.name;
  return async () => {
    if (random.chance(0.3)) {
      known.sentDescription = soak.newId();
      const output = await call(service, journal, 'configurations changed', (lambda) =>
        lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: known.sentDescription })),
      );
      if (output !== undefined) known.description = known.sentDescription;
      return checkKnown(soak, known);
    }
    if (random.chance(0.2)) {
      await call(service, journal, 'versions published', (lambda) =>
        lambda.send(new PublishVersionCommand({ FunctionName })),
      );
    }
    known.sentBuild += 1;
    const ZipFile = await packageOf(runtime, known.sentBuild);
    const output = await call(service, journal, 'redeploys', (lambda) =>
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })),
    );
    if (output !== undefined) known.build = known.sentBuild;
    const id = soak.newId();
    const invoked = await call(service, journal, 'invocations after a redeploy', (lambda) =>
      lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ id }) })),
    );
    if (invoked === undefined) return;
    const answer = readAnswer(invoked);
    if (answer.wasKilled) journal.count('environments killed under an invocation');
    else if (answer.errorType !== undefined) journal.fault(`${FunctionName}: ${answer.payload}`);
    else {
      const { build } = checkAnswer(journal, FunctionName, answer.payload, { id });
      if (build < known.build || build > known.sentBuild) {
        journal.fault(`${FunctionName}: build ${build} answered, ${known.build} was acknowledged`);
      }
    }
  };
}

/** Reads back what was acknowledged. */
export async function checkKnown({ service, journal }: Soak, known: KnownFunction): Promise<void> {
  const read = await call(service, journal, 'configurations read', (lambda) =>
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: known.name })),
  );
  if (read === undefined) return;
  const { Description = '' } = read;
  if (Description !== known.description && Description !== known.sentDescription) {
    journal.fault(`${known.name}: described as "${Description}", acknowledged was "${known.description}"`);
  }
  known.description = Description;
}

/** Functions that come, are invoked and go. */
export function passer(soak: Soak): Worker {
  const { service, journal, random } = soak;
  return async () => {
    const id = soak.newId();
    const name = `passing-${id}`;
    const FunctionName = name;
    if (!(await createSoakFunction(soak, random.pick(soakRuntimes), name))) return;
    const output = await call(service, journal, 'invocations of a new function', (lambda) =>
      lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ id }) })),
    );
    if (output !== undefined) {
      const answer = readAnswer(output);
      if (answer.errorType === undefined) checkAnswer(journal, name, answer.payload, { id, build: 1 });
      else if (!answer.wasKilled) journal.fault(`${name}: ${answer.payload}`);
    }
    const deleted = await call(service, journal, 'functions deleted', (lambda) =>
      lambda.send(new DeleteFunctionCommand({ FunctionName })),
    );
    if (deleted === undefined) return;
    const read = await call(
      service,
      journal,
      'reads of a deleted function',
      (lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      ['ResourceNotFoundException'],
    );
    if (read !== undefined) journal.fault(`${name} is there although it was deleted`);
  };
}

function checkAnswer(journal: SoakJournal, name: string, payload: string, expected: Partial<SoakAnswer>): SoakAnswer {
  const answer = JSON.parse(payload) as SoakAnswer;
  if (answer.id !== expected.id) journal.fault(`${name} answered ${payload} to ${expected.id}`);
  if (expected.build !== undefined && answer.build !== expected.build)
    journal.fault(`${name} is build ${answer.build}`);
  return answer;
}
