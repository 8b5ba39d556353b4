/**
 * What the editor knows about a `lambda-log` document: its outline, links, hovers, and marks behind the head of each
 * request. Colours and folding come from the grammar. Needs nothing else of the product: a log may lie on disk.
 */

import {
  type DecorationOptions,
  DocumentLink,
  DocumentSymbol,
  Hover,
  languages,
  MarkdownString,
  type Position,
  Range,
  SymbolKind,
  type TextDocument,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { type LogBlock, logBlocks } from '../../app/lambdaLogOutline.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { formatDuration } from '../../base/text.ts';
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
    this.#owned.add(languages.registerHoverProvider(selector, { provideHover: hoverAt }));
    this.#owned.add(window.onDidChangeVisibleTextEditors(() => this.#decorate()));
    this.#owned.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === ids.logLanguage) this.#decorate();
      }),
    );
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
      const slowest = slowestOf(blocks);
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

/** By a loop: a document may have more requests than a call has room for arguments. */
function slowestOf(blocks: readonly LogBlock[]): number {
  return blocks.reduce((slowest, { durationMs = 0 }) => Math.max(slowest, durationMs), 1);
}

/** Over the head of a request: what its bar compares. */
function hoverAt(document: TextDocument, { line }: Position): Hover | undefined {
  const blocks = blocksOf(document);
  const block = blocks.find(({ firstLine }) => firstLine === line);
  if (block?.durationMs === undefined) return undefined;
  const slowest = slowestOf(blocks);
  const share = Math.round((100 * block.durationMs) / slowest);
  const text = new MarkdownString().appendText(`${block.functionName}: ${block.facts.join(' · ')}`);
  // As Markdown, because text keeps its spaces and so never breaks into lines.
  text.appendMarkdown(
    block.durationMs === slowest
      ? '\n\nThe slowest request of this document: its bar is the longest.'
      : `\n\nThe bar: ${share} % of the slowest request of this document, which took ${formatDuration(slowest)}.`,
  );
  if (block.isCold) text.appendMarkdown('\n\n❄ It waited for a new execution environment.');
  return new Hover(text, document.lineAt(line).range);
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
