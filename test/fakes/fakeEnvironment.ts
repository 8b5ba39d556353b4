/** Execution environments that exist on paper: the test says when they are ready, answered and free. */

import { Deferred } from '../../src/base/deferred.ts';
import { Emitter } from '../../src/base/event.ts';
import type { PooledEnvironment } from '../../src/service/environment/environmentGroup.ts';
import type { EnvironmentState } from '../../src/service/environment/environmentState.ts';
import type { Failure } from '../../src/service/environment/failure.ts';
import type { FunctionVersion } from '../../src/service/store/functionVersion.ts';

export class FakeEnvironment implements PooledEnvironment {
  readonly version: FunctionVersion;
  state: EnvironmentState = 'created';
  readonly #settled = new Emitter<void>();
  readonly #initialised = new Deferred<Failure | undefined>();
  readonly onDidSettle = this.#settled.event;
  isClosed = false;

  constructor(version: FunctionVersion) {
    this.version = version;
  }

  /** Free again; `reset` when its process ended meanwhile, also while nothing ran. */
  settle(state: EnvironmentState = 'ready'): void {
    this.state = state;
    this.#settled.fire();
  }

  initialiseAhead(): Promise<Failure | undefined> {
    this.state = 'starting';
    return this.#initialised.promise;
  }

  /** Ends the init of `initialiseAhead`. */
  initialise(failure?: Failure): void {
    this.settle(failure === undefined ? 'ready' : 'reset');
    this.#initialised.resolve(failure);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.state = 'stopped';
    this.#initialised.reject(new Error('The local service ended'));
    this.#initialised.promise.catch(() => {});
  }
}

export function fakeVersion(name: string, revision = '1', region = 'eu-west-1'): FunctionVersion {
  const configuration = { RevisionId: revision };
  return { id: { region, name }, version: '$LATEST', configuration, packageId: 'package', createdAt: 0 };
}
