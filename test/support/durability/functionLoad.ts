/** One caller that changes everything a function has, one change after the other, and can read all of it back. */

import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { arnOf, functionInput } from '../localService.ts';
import { zipOf } from '../zip.ts';
import { codeHash } from './codeHash.ts';
import type { Journal } from './journal.ts';
import type { SeededRandom } from './random.ts';

export class FunctionLoad {
  readonly #name: string;
  readonly #journal: Journal;
  #count = 0;

  constructor(name: string, journal: Journal) {
    this.#name = name;
    this.#journal = journal;
  }

  /** Changes one thing. Rejects when it is not acknowledged. */
  async step(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    this.#count += 1;
    if (this.#journal.sure(this.#key('code')) === undefined) return this.#create(lambda, random);
    const change = random.pick([
      this.#describe,
      this.#replaceCode,
      this.#publish,
      this.#pointAlias,
      this.#tag,
      this.#configureEvents,
      this.#reserve,
      this.#permit,
      this.#openUrl,
      this.#comeAndGo,
    ]);
    return change.call(this, lambda, random);
  }

  /** Everything that the service has under this name, in the journal's form. */
  async read(lambda: LambdaClient): Promise<ReadonlyMap<string, string>> {
    const FunctionName = this.#name;
    const found = new Map<string, string>();
    const add = (key: string, value: string | undefined) => value !== undefined && found.set(this.#key(key), value);
    const read = await absent(lambda.send(new GetFunctionCommand({ FunctionName })));
    if (read === undefined) return found;
    const code = await fetch(read.Code?.Location ?? '');
    const codeSha256 = codeHash(Buffer.from(await code.arrayBuffer()));
    add('code', codeSha256 === read.Configuration?.CodeSha256 ? codeSha256 : `damaged: ${codeSha256}`);
    add('description', read.Configuration?.Description || undefined);
    for (const [tag, value] of Object.entries(read.Tags ?? {})) add(`tag/${tag}`, value);
    add('reserved', read.Concurrency?.ReservedConcurrentExecutions?.toString());
    const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName, MaxItems: 10_000 }));
    for (const { Version, CodeSha256 } of Versions) if (Version !== '$LATEST') add(`version/${Version}`, CodeSha256);
    const { Aliases = [] } = await lambda.send(new ListAliasesCommand({ FunctionName }));
    for (const { Name, FunctionVersion, Description } of Aliases)
      add(`alias/${Name}`, `${FunctionVersion} ${Description}`);
    const events = await absent(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })));
    add('events', events?.MaximumEventAgeInSeconds?.toString());
    const url = await absent(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })));
    add('url', url?.AuthType);
    const policy = await absent(lambda.send(new GetPolicyCommand({ FunctionName })));
    const statements = JSON.parse(policy?.Policy ?? '{}') as { Statement?: { Sid: string; Action: string }[] };
    for (const { Sid, Action } of statements.Statement ?? []) add(`permission/${Sid}`, Action);
    return found;
  }

  get prefix(): string {
    return `${this.#name}/`;
  }

  #key(fact: string): string {
    return this.prefix + fact;
  }

  async #create(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const ZipFile = this.#newZip(random);
    await this.#journal.change(this.#key('code'), codeHash(ZipFile), () =>
      lambda.send(new CreateFunctionCommand(functionInput(this.#name, { Code: { ZipFile } }))),
    );
  }

  async #describe(lambda: LambdaClient): Promise<void> {
    const Description = `change ${this.#count}`;
    await this.#journal.change(this.#key('description'), Description, () =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: this.#name, Description })),
    );
  }

  async #replaceCode(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const ZipFile = this.#newZip(random);
    await this.#journal.change(this.#key('code'), codeHash(ZipFile), () =>
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName: this.#name, ZipFile })),
    );
  }

  /** Unchanged code makes no new version, so a change comes first. */
  async #publish(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    await this.#replaceCode(lambda, random);
    const version = this.#nextVersion();
    const code = this.#journal.sure(this.#key('code'));
    await this.#journal.change(this.#key(`version/${version}`), code, () =>
      lambda.send(new PublishVersionCommand({ FunctionName: this.#name })),
    );
  }

  async #pointAlias(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const Name = random.pick(['live', 'next']);
    const key = this.#key(`alias/${Name}`);
    const before = this.#journal.sure(key);
    const command = { FunctionName: this.#name, Name };
    if (before !== undefined && random.between(0, 3) === 0) {
      await this.#journal.change(key, undefined, () => lambda.send(new DeleteAliasCommand(command)));
      return;
    }
    const newest = this.#nextVersion() - 1;
    const target = { FunctionVersion: newest > 0 ? String(newest) : '$LATEST', Description: `change ${this.#count}` };
    await this.#journal.change(key, `${target.FunctionVersion} ${target.Description}`, () =>
      before === undefined
        ? lambda.send(new CreateAliasCommand({ ...command, ...target }))
        : lambda.send(new UpdateAliasCommand({ ...command, ...target })),
    );
  }

  async #tag(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const tag = random.pick(['a', 'b', 'c']);
    const key = this.#key(`tag/${tag}`);
    const Resource = arnOf(this.#name);
    const value = random.between(0, 2) === 0 ? undefined : String(this.#count);
    await this.#journal.change(key, value, () =>
      value === undefined
        ? lambda.send(new UntagResourceCommand({ Resource, TagKeys: [tag] }))
        : lambda.send(new TagResourceCommand({ Resource, Tags: { [tag]: value } })),
    );
  }

  async #configureEvents(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const key = this.#key('events');
    const FunctionName = this.#name;
    if (this.#journal.sure(key) !== undefined && random.between(0, 2) === 0) {
      await this.#journal.change(key, undefined, () =>
        lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
      );
      return;
    }
    const MaximumEventAgeInSeconds = random.between(60, 21_600);
    await this.#journal.change(key, String(MaximumEventAgeInSeconds), () =>
      lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds })),
    );
  }

  async #reserve(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const FunctionName = this.#name;
    const reserved = random.between(0, 20);
    await this.#journal.change(this.#key('reserved'), reserved === 0 ? undefined : String(reserved), () =>
      reserved === 0
        ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved })),
    );
  }

  async #permit(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const StatementId = random.pick(['one', 'two', 'three']);
    const key = this.#key(`permission/${StatementId}`);
    const command = { FunctionName: this.#name, StatementId };
    const Action = 'lambda:InvokeFunction';
    const isThere = this.#journal.sure(key) !== undefined;
    await this.#journal.change(key, isThere ? undefined : Action, () =>
      isThere
        ? lambda.send(new RemovePermissionCommand(command))
        : lambda.send(new AddPermissionCommand({ ...command, Action, Principal: 's3.amazonaws.com' })),
    );
  }

  async #openUrl(lambda: LambdaClient): Promise<void> {
    const key = this.#key('url');
    const FunctionName = this.#name;
    const isThere = this.#journal.sure(key) !== undefined;
    await this.#journal.change(key, isThere ? undefined : 'AWS_IAM', () =>
      isThere
        ? lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName }))
        : lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM' })),
    );
  }

  /** Another function that is created, or deleted where it exists. */
  async #comeAndGo(lambda: LambdaClient, random: SeededRandom): Promise<void> {
    const FunctionName = `passing-${this.#name}-${random.between(0, 4)}`;
    const key = `list/${FunctionName}`;
    const isThere = this.#journal.sure(key) !== undefined;
    await this.#journal.change(key, isThere ? undefined : 'there', () =>
      isThere
        ? lambda.send(new DeleteFunctionCommand({ FunctionName }))
        : lambda.send(new CreateFunctionCommand(functionInput(FunctionName))),
    );
  }

  #nextVersion(): number {
    let version = 1;
    while (this.#journal.sure(this.#key(`version/${version}`)) !== undefined) version += 1;
    return version;
  }

  /** From a few bytes to a few hundred thousand, so that some end in the middle. */
  #newZip(random: SeededRandom): Buffer {
    const noise = Array.from({ length: 2 ** random.between(0, 14) }, () => random.between(0, 999_999_999));
    return zipOf({ 'index.mjs': `// ${this.#name} ${this.#count} ${noise}` });
  }
}

/** `undefined` for what does not exist. */
async function absent<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
}
