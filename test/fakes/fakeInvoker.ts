/** An invoker without processes: answers with the payload, or as the test says, and remembers what it was asked. */

import type { ProvisionedSetting, ProvisionedState } from '../../src/service/environment/provisionedState.ts';
import type { Invocation, InvocationOutcome, Invoker } from '../../src/service/invoke/invocation.ts';
import type { FunctionId } from '../../src/service/store/functionVersion.ts';

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

  readonly #provisioned = new Map<string, number>();

  provision({ region, name }: FunctionId, settings: readonly ProvisionedSetting[]): void {
    const prefix = `${region}/${name}:`;
    for (const key of [...this.#provisioned.keys()]) if (key.startsWith(prefix)) this.#provisioned.delete(key);
    for (const { qualifier, parts } of settings) {
      this.#provisioned.set(
        prefix + qualifier,
        parts.reduce((sum, { count }) => sum + count, 0),
      );
    }
  }

  /** Everything is ready at once. */
  provisionedState({ region, name }: FunctionId, qualifier: string): ProvisionedState | undefined {
    const count = this.#provisioned.get(`${region}/${name}:${qualifier}`);
    if (count === undefined) return undefined;
    return { status: 'READY', statusReason: undefined, allocated: count, available: count };
  }

  resume(): void {
    this.resumed += 1;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
