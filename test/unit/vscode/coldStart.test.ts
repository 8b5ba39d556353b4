import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyIntent } from '../../../src/app/drafts.ts';
import { LambdaServiceError } from '../../../src/lambda/serviceError.ts';
import { prepareColdStart } from '../../../src/vscode/panels/coldStart.ts';
import type { InMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { editor } from '../../fakes/vscode.ts';
import { type EditorWorld, openEditorWorld } from './editorWorld.ts';

let world: EditorWorld;

beforeEach(() => {
  world = openEditorWorld();
  world.prod.lambda.put({ FunctionName: 'hello', Environment: { Variables: { TABLE: 'orders' } } });
});

afterEach(() => world.owned.dispose());

const optionsOn = (target: InMemoryTarget) => ({
  ...world,
  target,
  key: { targetId: target.id, functionName: 'hello' },
});

test('Local needs nothing: a fresh environment is asked for with the invocation', async () => {
  expect(await prepareColdStart(optionsOn(world.local), emptyIntent)).toBe(true);
  expect(world.local.lambda.calls).toEqual([]);
});

test('AWS is asked for first, and nothing changes when that is declined', async () => {
  expect(await prepareColdStart(optionsOn(world.prod), emptyIntent)).toBe(false);
  expect(world.prod.lambda.callsOf('updateFunctionConfiguration')).toEqual([]);
});

test('accepted, one variable is added to those that are there, if nobody changed the function meanwhile', async () => {
  editor.answers.push('Invoke Cold hello');
  const revision = world.prod.lambda.get('hello')?.RevisionId;
  expect(await prepareColdStart(optionsOn(world.prod), emptyIntent)).toBe(true);
  expect(world.prod.lambda.callsOf('updateFunctionConfiguration')[0]?.input).toEqual({
    FunctionName: 'hello',
    Environment: {
      Variables: { TABLE: 'orders', LAMBDA_WORKBENCH_COLD_START: new Date(world.clock.now()).toISOString() },
    },
    RevisionId: revision,
  });
});

test('a refusal is told in words', async () => {
  editor.answers.push('Invoke Cold hello');
  const refusal = new LambdaServiceError('PreconditionFailedException', 412, 'The Revision Id does not match.');
  world.prod.lambda.failNext('updateFunctionConfiguration', refusal);
  await expect(prepareColdStart(optionsOn(world.prod), emptyIntent)).rejects.toThrow(
    'Invoke hello cold on prod · eu-west-1',
  );
});

test('a published version cannot be changed', async () => {
  const intent = { ...emptyIntent, qualifier: '3' };
  await expect(prepareColdStart(optionsOn(world.prod), intent)).rejects.toThrow('is published');
});
