/** What is done with an answer that the view asks to be saved. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Uri } from 'vscode';
import { answerRequests, runRefusalAction } from '../../../src/vscode/panels/answerRequests.ts';
import { inMemoryTarget } from '../../fakes/inMemoryTarget.ts';
import { editor } from '../../fakes/vscode.ts';
import { languagesWorld } from '../../fakes/vscodeLanguages.ts';

let folder: string;

beforeEach(async () => {
  editor.reset();
  languagesWorld.reset();
  folder = await mkdtemp(path.join(tmpdir(), 'lambda-answer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('bytes are written as they were, where one chose', async () => {
  const file = path.join(folder, 'answer.bin');
  languagesWorld.savePlace = Uri.file(file) as unknown as typeof languagesWorld.savePlace;
  const saved = await answerRequests.saveAnswer({ suggestedName: 'x', content: '/wBB', encoding: 'base64' });
  expect(saved).toEqual({ isSaved: true });
  expect([...(await readFile(file))]).toEqual([0xff, 0x00, 0x41]);
});

test('nothing is written when the question is dismissed', async () => {
  const saved = await answerRequests.saveAnswer({ suggestedName: 'x', content: 'text', encoding: 'utf8' });
  expect(saved).toEqual({ isSaved: false });
});

test('what a refusal offers is run for its own target', () => {
  const target = inMemoryTarget();
  runRefusalAction('signIn', target);
  runRefusalAction('refresh', target);
  expect(editor.executed).toEqual([
    { command: 'lambdaWorkbench.signIn', args: [target.id] },
    { command: 'lambdaWorkbench.refresh', args: [] },
  ]);
});
