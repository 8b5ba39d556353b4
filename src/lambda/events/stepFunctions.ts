/** What a state machine hands to a task: its input as it is, or with a token to come back with. */

import { anything, object, text } from './eventSchema.ts';
import { type EventKind, jsonField, template } from './eventTemplate.ts';

const service = 'Step Functions';
const input = jsonField('Input', '{\n  "orderId": "1042",\n  "total": 41.7\n}', 'JSON');

const taskKind: EventKind = {
  id: 'step-functions-task',
  title: 'Step Functions task',
  schema: anything('The input of the state, as its Payload or Parameters make it.'),
  mark: undefined,
};

const stepFunctionsTask = template({
  id: 'step-functions-task',
  title: 'Task',
  service,
  description: 'The input of a task state. The event is exactly that.',
  kind: taskKind,
  fields: { input },
  create: ({ input }) => input,
});

const tokenKind: EventKind = {
  id: 'step-functions-token',
  title: 'Step Functions callback',
  schema: object('The input of a task that waits for a token (.waitForTaskToken), in the usual form.', {
    TaskToken: text('To be passed to SendTaskSuccess or SendTaskFailure.'),
    'Input?': anything('The input of the state.'),
  }),
  mark: { TaskToken: true },
};

const stepFunctionsToken = template({
  id: 'step-functions-token',
  title: 'Task that waits for a token',
  service,
  description: 'A task with .waitForTaskToken, whose payload passes the token on.',
  kind: tokenKind,
  fields: { input },
  create: ({ input }, make) => ({ TaskToken: make.token(480), Input: input }),
});

export const stepFunctionsTemplates = [stepFunctionsTask, stepFunctionsToken] as const;
