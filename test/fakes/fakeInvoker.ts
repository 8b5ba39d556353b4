/** An invoker without processes: answers with the payload, or as the test says, and remembers what it was asked. */

import type { Invocation, InvocationOutcome, Invoker } from '../../src/service/invoke/invocation.ts';

export class FakeInvoker implements Invoker {
  readonly invoked: Invocation[] = [];
  readonly queued: Invocation[] = [];
  readonly retired: string[] = [];
  resumed = 0;
  closed = false;
  /** What `invoke` does; echoes the payload unless a test sets something else. */
  answer: (invocation: Invocation) => Promise<InvocationOutcome> | InvocationOutcome = ({ payload }) => ({
    payload,
    functionError: undefined,
    logTail: undefined,
  });

  async invoke(invocation: Invocation): Promise<InvocationOutcome> {
    this.invoked.push(invocation);
    return this.answer(invocation);
  }

  enqueue(invocation: Invocation): void {
    this.queued.push(invocation);
  }

  retire(functionName: string, region: string): void {
    this.retired.push(`${region}/${functionName}`);
  }

  resume(): void {
    this.resumed += 1;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
