/** Sends many requests, valid ones and ones that are broken in one member, and judges every answer. */

import { type Breakage, breakOne } from './breakage.ts';
import { faultOf } from './judge.ts';
import { KnownNames } from './knownNames.ts';
import { Random } from './random.ts';
import { type OperationUnderTest, operationsUnderTest } from './serviceUnderTest.ts';
import { type Endpoint, SignedSender, type WireAnswer } from './signedSender.ts';
import { validStructure } from './validInput.ts';
import { type WireRequest, wireRequestOf } from './wireRequest.ts';

export interface FuzzOptions {
  readonly target: Endpoint;
  readonly seed: number;
  readonly requests: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told after every answer. */
  readonly onAnswer?: (answered: number) => void;
}

export interface FuzzFault {
  readonly operation: string;
  readonly breakage: string;
  readonly fault: string;
  readonly request: WireRequest;
  readonly answer: string;
}

export interface FuzzSummary {
  readonly operations: number;
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** How often each kind of breakage was tried; `valid` is one. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Operations that have never answered with success. */
  readonly neverAccepted: readonly string[];
  readonly faults: readonly FuzzFault[];
}

interface Attempt {
  readonly operation: OperationUnderTest;
  readonly breakage: Breakage;
  readonly request: WireRequest;
}

/** Those would start programs; their own tests do. */
const startsPrograms = /^Invoke/;
/** A run begins with those, so that the others find something. */
const makesThings = /^(Create|Publish|Put|Add)/;
const firstRounds = 4;
const enoughFaults = 50;

export async function runFuzz({
  target,
  seed,
  requests,
  concurrency,
  signal,
  onAnswer,
}: FuzzOptions): Promise<FuzzSummary> {
  const operations = operationsUnderTest();
  const known = new KnownNames();
  const sender = new SignedSender(target, concurrency);
  const statuses = new Map<number, number>();
  const kinds = new Map<string, number>();
  const accepted = new Set<string>();
  const faults: FuzzFault[] = [];
  let next = 0;
  let answered = 0;
  const work = async () => {
    while (next < requests && faults.length < enoughFaults && !signal.aborted) {
      const attempt = makeAttempt(operations, seed, next, known);
      next += 1;
      const { operation, breakage, request } = attempt;
      count(kinds, breakage.what.split(' ')[0] ?? '');
      const { answer, fault } = await tryOut(sender, attempt);
      answered += 1;
      onAnswer?.(answered);
      if (answer !== undefined) count(statuses, answer.status);
      if (answer !== undefined && answer.status < 300) {
        accepted.add(operation.name);
        known.learn(parsed(answer.text));
        known.learn(parsed(request.body));
      }
      if (fault !== undefined) {
        faults.push({
          operation: operation.name,
          breakage: breakage.what,
          fault,
          request,
          answer: answer?.text ?? '',
        });
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    sender.close();
  }
  signal.throwIfAborted();
  const neverAccepted = operations.map(({ name }) => name).filter((name) => !accepted.has(name));
  return { operations: operations.length, requests: answered, statuses, kinds, neverAccepted, faults };
}

async function tryOut(sender: SignedSender, { operation, breakage, request }: Attempt) {
  try {
    const answer: WireAnswer = await sender.send(request);
    return { answer, fault: faultOf(operation, breakage.expected, answer) };
  } catch (error) {
    return { answer: undefined, fault: `no answer: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The request of that number: the seed and the number repeat it, but for names that the service has given. */
function makeAttempt(
  operations: readonly OperationUnderTest[],
  seed: number,
  number: number,
  known: KnownNames,
): Attempt {
  const random = new Random(seed + Math.imul(number, 7919));
  const makers = operations.filter(({ name }) => makesThings.test(name));
  const isFirst = number < makers.length * firstRounds;
  const among = isFirst ? makers : operations;
  const operation = among[number % among.length] ?? random.pick(operations);
  const useKnown = !startsPrograms.test(operation.name);
  const chances = isFirst
    ? { optionalChance: 0, usualChance: 1 }
    : { optionalChance: random.pick([0, 0.1, 0.4]), usualChance: 0.75 };
  const maker = { model: operation.model, random, known, useKnown, ...chances };
  const input = validStructure(maker, operation.input, operation.inputShape);
  const way = random.next();
  const valid: Breakage = { what: 'valid', expected: 'accepted' };
  if (isFirst || way < 0.3) return { operation, breakage: valid, request: wireRequestOf(operation, input) };
  if (way < 0.35) {
    input['UnknownMember'] = { nested: [1, null] };
    return { operation, breakage: { what: 'extra', expected: 'accepted' }, request: wireRequestOf(operation, input) };
  }
  if (way < 0.45) return mangled(operation, wireRequestOf(operation, input), random);
  const breakage = breakOne(operation, input, random) ?? valid;
  return { operation, breakage, request: wireRequestOf(operation, input) };
}

/** Breaks what no input can: the path's escapes and the JSON text. */
function mangled(operation: OperationUnderTest, request: WireRequest, random: Random): Attempt {
  const isJson = request.body.startsWith('{') && request.body.length > 2 && !startsPrograms.test(operation.name);
  if (isJson && random.chance(0.4)) {
    const body = request.body.slice(0, random.integer(1, request.body.length - 1));
    return { operation, breakage: { what: 'truncated', expected: 'any' }, request: { ...request, body } };
  }
  const segments = request.path.split('/');
  const at = random.integer(1, segments.length - 1);
  segments[at] = random.pick([
    '%',
    '%zz',
    '%E0%A4',
    '..%2F..',
    '..',
    '%00',
    '%F0%9F%98%80',
    'a%20b',
    '',
    'x'.repeat(3000),
  ]);
  return { operation, breakage: { what: 'path', expected: 'any' }, request: { ...request, path: segments.join('/') } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
