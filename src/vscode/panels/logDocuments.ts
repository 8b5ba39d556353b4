/** Snapshots of the log as read-only documents in the language `lambda-log`. */

import { languages, Range, Uri, window, workspace } from 'vscode';
import { formatLambdaLog, lineOfInvocation } from '../../app/lambdaLogDocument.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { LogSnapshot, TailedInvocation } from '../../protocol/logPanel.ts';
import { ids } from '../../protocol/manifest.ts';

export class LogDocuments implements Disposable {
  readonly #clock: Clock;
  readonly #texts = new Map<string, string>();
  readonly #owned = new DisposableStore();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())));
  }

  /** `at`: the invocation that is meant. */
  async open(snapshot: LogSnapshot, at?: TailedInvocation): Promise<void> {
    const takenAt = new Date(this.#clock.now()).toISOString().slice(0, 19).replaceAll(':', '-');
    const uri = Uri.from({ scheme: ids.logScheme, path: `/Lambda Logs ${takenAt}.lambda-log` });
    this.#texts.set(uri.toString(), formatLambdaLog(snapshot.invocations, snapshot.lines));
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, ids.logLanguage);
    const line = at && lineOfInvocation(document.getText().split('\n'), at);
    const selection = line === undefined ? {} : { selection: new Range(line, 0, line, 0) };
    await window.showTextDocument(document, { preview: false, ...selection });
  }

  read(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? 'This log was a snapshot, and it was not kept over the restart.\n';
  }

  dispose(): void {
    this.#owned.dispose();
    this.#texts.clear();
  }
}
