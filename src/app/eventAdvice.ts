/** What the schema of an event's kind says of its text: problems, completions, descriptions. Over VS Code's own JSON language service. */

import {
  type Diagnostic,
  getLanguageService,
  type LanguageService,
  type MarkupContent,
  TextDocument,
} from 'vscode-json-languageservice';
import { asObject } from '../base/json.ts';
import { allKinds, allTemplates } from '../lambda/events/allTemplates.ts';
import { kindOfEvent } from '../lambda/events/eventKinds.ts';
import type { EventKind } from '../lambda/events/eventTemplate.ts';
import type { AdvisedText, EventCheck, EventCompletion, EventHover } from '../protocol/eventTemplates.ts';

const mostProblems = 100;
const mostCompletions = 200;

/** For one panel. Questions that are overtaken before their turn come back empty. */
export class EventAdvice {
  readonly #service: LanguageService;
  /** Kind of the text when it was last whole: half-typed JSON is completed by it too. */
  #kind: EventKind | undefined;
  #newest = 0;

  constructor() {
    this.#service = getLanguageService({});
    this.#service.configure({
      validate: true,
      allowComments: false,
      schemas: allKinds.map(({ id, schema }) => ({
        uri: `kind:${id}`,
        fileMatch: [`${id}.json`],
        schema: { ...schema } as object,
      })),
    });
  }

  /** `null` when a newer check has been asked for meanwhile. */
  async check(text: AdvisedText): Promise<EventCheck | null> {
    this.#newest += 1;
    const turn = this.#newest;
    // Whoever typed on has sent the next question already: it is read before this one is worked on.
    await new Promise((resolve) => setImmediate(resolve));
    if (turn !== this.#newest) return null;
    const kind = this.#kindOf(text);
    if (!kind) return { kindTitle: null, problems: [] };
    const document = documentOf(kind, text.eventText);
    const parsed = this.#service.parseJSONDocument(document);
    const diagnostics = await this.#service.doValidation(document, parsed);
    const problems = diagnostics.slice(0, mostProblems).map(({ range, message }: Diagnostic) => ({
      from: document.offsetAt(range.start),
      to: document.offsetAt(range.end),
      message: wordsOf(message),
    }));
    return { kindTitle: kind.title, problems };
  }

  async complete(text: AdvisedText & { readonly offset: number }): Promise<readonly EventCompletion[]> {
    const kind = this.#kindOf(text);
    if (!kind) return [];
    const document = documentOf(kind, text.eventText);
    const position = document.positionAt(text.offset);
    const found = await this.#service.doComplete(document, position, this.#service.parseJSONDocument(document));
    return (found?.items ?? []).slice(0, mostCompletions).map((item) => {
      const edit = item.textEdit;
      const range = edit && ('range' in edit ? edit.range : edit.replace);
      const { insert, caret } = withoutSnippet(edit?.newText ?? item.insertText ?? item.label);
      const description = wordsOf(item.documentation);
      return {
        label: item.label,
        from: range ? document.offsetAt(range.start) : text.offset,
        to: range ? document.offsetAt(range.end) : text.offset,
        insert,
        ...(caret === undefined ? {} : { caret }),
        ...(description === '' ? {} : { description }),
      };
    });
  }

  async describe(text: AdvisedText & { readonly offset: number }): Promise<EventHover | null> {
    const kind = this.#kindOf(text);
    if (!kind) return null;
    const document = documentOf(kind, text.eventText);
    const parsed = this.#service.parseJSONDocument(document);
    const hover = await this.#service.doHover(document, document.positionAt(text.offset), parsed);
    if (!hover?.range) return null;
    const description = Array.isArray(hover.contents)
      ? hover.contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n')
      : wordsOf(hover.contents as string | MarkupContent);
    if (description.trim() === '') return null;
    return {
      from: document.offsetAt(hover.range.start),
      to: document.offsetAt(hover.range.end),
      description: plain(description),
    };
  }

  /** What the text shows itself to be; else what it was made from, or what it was before it was broken. */
  #kindOf({ templateId, eventText }: AdvisedText): EventKind | undefined {
    const chosen = allTemplates.find(({ id }) => id === templateId)?.kind;
    // Kinds without a mark cannot be told by content: the choice stands.
    if (chosen && chosen.mark === undefined) return chosen;
    try {
      const event: unknown = JSON.parse(eventText);
      this.#kind = kindOfEvent(event) ?? (chosen && isBegun(event, chosen) ? chosen : undefined);
      return this.#kind;
    } catch {
      // Half typed: what it was last is the best guess.
      return this.#kind ?? chosen;
    }
  }
}

/** Whether an event that has not what tells its kind may still be one: it is empty, or has a name of it. */
function isBegun(event: unknown, { schema }: EventKind): boolean {
  const names = Object.keys(asObject(event) ?? {});
  return names.length === 0 || names.some((name) => Object.hasOwn(schema.properties ?? {}, name));
}

function documentOf(kind: EventKind, text: string): TextDocument {
  return TextDocument.create(`event:///${kind.id}.json`, 'json', 1, text);
}

/** Placeholders of a snippet become their defaults; the cursor goes to the first. */
function withoutSnippet(snippet: string): { readonly insert: string; readonly caret: number | undefined } {
  let caret: number | undefined;
  let insert = '';
  let end = 0;
  for (const found of snippet.matchAll(/\$\{(\d+)(?::((?:\\.|[^}\\])*))?\}|\$(\d+)|\\([$}\\])/g)) {
    insert += snippet.slice(end, found.index);
    end = found.index + found[0].length;
    if (found[4] !== undefined) {
      insert += found[4];
      continue;
    }
    caret ??= insert.length;
    insert += (found[2] ?? '').replace(/\\(.)/g, '$1');
  }
  return { insert: insert + snippet.slice(end), caret };
}

function wordsOf(documentation: string | MarkupContent | undefined): string {
  return typeof documentation === 'string' ? documentation : (documentation?.value ?? '');
}

/** The service answers in Markdown: descriptions here are plain sentences, so only its escapes are taken back. */
function plain(markdown: string): string {
  return markdown
    .replace(/\\([\\`*_{}[\]()#+\-.!$<>~|])/g, '$1')
    .replaceAll('&nbsp;', ' ')
    .trim();
}
