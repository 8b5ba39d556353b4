/** What the editor knows about a `lambda-log` document: its outline, links, and marks behind the head of each request. */

import {
  type DecorationOptions,
  DocumentLink,
  DocumentSymbol,
  languages,
  Range,
  SymbolKind,
  type TextDocument,
  ThemeColor,
  Uri,
  window,
} from 'vscode';
import { type LogBlock, logBlocks } from '../../app/lambdaLogOutline.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { parseStackFrame } from '../../lambda/stackFrames.ts';
import type { CommandId } from '../../protocol/commandTable.ts';
import { ids } from '../../protocol/manifest.ts';

const barLength = 20;

export class LogLanguage implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #bars = this.#owned.add(
    window.createTextEditorDecorationType({
      after: { color: new ThemeColor('charts.foreground'), margin: '0 0 0 2ch' },
    }),
  );
  readonly #coldBars = this.#owned.add(
    window.createTextEditorDecorationType({ after: { color: new ThemeColor('charts.blue'), margin: '0 0 0 2ch' } }),
  );

  constructor() {
    const selector = { language: ids.logLanguage };
    this.#owned.add(
      languages.registerDocumentSymbolProvider(selector, {
        provideDocumentSymbols: (document) => blocksOf(document).map((block) => symbolOf(document, block)),
      }),
    );
    this.#owned.add(
      languages.registerDocumentLinkProvider(selector, { provideDocumentLinks: (document) => linksIn(document) }),
    );
    this.#owned.add(window.onDidChangeVisibleTextEditors(() => this.#decorate()));
    this.#decorate();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** A bar against the slowest request of the document; a cold start has a colour and a word of its own. */
  #decorate(): void {
    for (const editor of window.visibleTextEditors) {
      if (editor.document.languageId !== ids.logLanguage) continue;
      const blocks = blocksOf(editor.document);
      const slowest = Math.max(...blocks.map(({ durationMs = 0 }) => durationMs), 1);
      const markOf = ({ firstLine, durationMs = 0, isCold }: LogBlock): DecorationOptions => {
        const length = Math.max(1, Math.round((barLength * durationMs) / slowest));
        const contentText = `${'▬'.repeat(length)}${isCold ? ' ❄ cold' : ''}`;
        return { range: editor.document.lineAt(firstLine).range, renderOptions: { after: { contentText } } };
      };
      const timed = blocks.filter(({ durationMs }) => durationMs !== undefined);
      editor.setDecorations(this.#bars, timed.filter(({ isCold }) => !isCold).map(markOf));
      editor.setDecorations(this.#coldBars, timed.filter(({ isCold }) => isCold).map(markOf));
    }
  }
}

function blocksOf(document: TextDocument): readonly LogBlock[] {
  return logBlocks(document.getText().split(/\r?\n/));
}

function symbolOf(document: TextDocument, block: LogBlock): DocumentSymbol {
  const first = document.lineAt(block.firstLine).range;
  const range = new Range(first.start, document.lineAt(block.lastLine).range.end);
  const detail = [block.requestId, ...block.facts].join(' · ');
  return new DocumentSymbol(`${block.time} ${block.functionName}`, detail, SymbolKind.Event, range, first);
}

/** The request id of a head shows the request in Lambda Logs; a stack frame opens its source. */
function linksIn(document: TextDocument): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { firstLine, lastLine, functionName, requestId } of blocksOf(document)) {
    const start = document.lineAt(firstLine).text.indexOf(requestId);
    if (requestId !== '' && start >= 0) {
      const range = new Range(firstLine, start, firstLine, start + requestId.length);
      links.push(linkTo(range, 'lambdaWorkbench.showRequest', { requestId }, 'Show in Lambda Logs'));
    }
    for (let line = firstLine + 1; line <= lastLine; line += 1) {
      const { text } = document.lineAt(line);
      if (!parseStackFrame(text)?.location) continue;
      const range = new Range(line, text.length - text.trimStart().length, line, text.length);
      links.push(linkTo(range, 'lambdaWorkbench.openStackFrame', { functionName, text }, 'Open source'));
    }
  }
  return links;
}

function linkTo(range: Range, command: CommandId, argument: unknown, tooltip: string): DocumentLink {
  const link = new DocumentLink(
    range,
    Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`),
  );
  link.tooltip = tooltip;
  return link;
}
