/** What the host knows about the event, brought into the code editor: problems, completions, and descriptions under the pointer. */

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type Extension, StateEffect } from '@codemirror/state';
import { type EditorView, hoverTooltip, type Tooltip, tooltips } from '@codemirror/view';
import type { EventCheck, EventCompletion, EventHover } from '../../protocol/eventTemplates.ts';

export interface EventAdvisor {
  /** `null`: overtaken, or the text is too large. */
  check(eventText: string): Promise<EventCheck | null>;
  complete(eventText: string, offset: number): Promise<readonly EventCompletion[]>;
  describe(eventText: string, offset: number): Promise<EventHover | null>;
}

/** Asks for a new check of an unchanged text: another template was chosen. */
export const recheck = StateEffect.define<null>();

const checkDelayMs = 250;
const completeDelayMs = 120;

export interface CodeAdviceOptions {
  readonly advisor: EventAdvisor;
  /** Whether the text can be asked about at all: it is JSON, and not too large. */
  readonly isAsked: () => boolean;
  readonly onCheck: (check: EventCheck | null) => void;
}

export function codeAdvice({ advisor, isAsked, onCheck }: CodeAdviceOptions): Extension {
  return [
    // Nothing is drawn beyond the editor: it clips what it contains.
    tooltips({ position: 'absolute', tooltipSpace: (view) => view.dom.getBoundingClientRect() }),
    linter(
      async (view) => {
        const { doc } = view.state;
        const check = isAsked() ? await answer(advisor.check(doc.toString()), null) : null;
        // Typed on meanwhile: the next check is on its way.
        if (view.state.doc === doc) onCheck(check);
        const end = view.state.doc.length;
        return (check?.problems ?? []).map(
          ({ from, to, message }): Diagnostic => ({
            severity: 'warning',
            from: Math.min(from, end),
            to: Math.min(to, end),
            message,
          }),
        );
      },
      {
        delay: checkDelayMs,
        needsRefresh: ({ transactions }) =>
          transactions.some(({ effects }) => effects.some((effect) => effect.is(recheck))),
      },
    ),
    autocompletion({
      override: [(context) => complete(advisor, context)],
      activateOnTypingDelay: completeDelayMs,
      icons: false,
    }),
    hoverTooltip((view, position) => describe(advisor, view, position)),
  ];
}

async function complete(advisor: EventAdvisor, context: CompletionContext): Promise<CompletionResult | null> {
  // By itself only where a name or a value has been begun.
  if (!context.explicit && !context.matchBefore(/"[^"\n]*|[\w.-]+/)) return null;
  const { pos, state } = context;
  const items = await answer(advisor.complete(state.doc.toString(), pos), []);
  const [first] = items;
  if (!first || context.aborted) return null;
  const isQuoted = state.sliceDoc(first.from, first.from + 1) === '"';
  return {
    from: Math.min(first.from, pos),
    options: items.map((item): Completion => {
      const label = isQuoted && !item.label.startsWith('"') ? `"${item.label}"` : item.label;
      return {
        label,
        displayLabel: item.label,
        ...(item.description === undefined ? {} : { info: item.description }),
        apply: (view, _completion, from, to) => {
          const caret = from + (item.caret ?? item.insert.length);
          // What stood behind the cursor within the word goes with it.
          const end = Math.min(view.state.doc.length, Math.max(to, item.to + (to - pos)));
          view.dispatch({
            changes: { from, to: end, insert: item.insert },
            selection: { anchor: caret },
            userEvent: 'input.complete',
          });
        },
      };
    }),
  };
}

async function describe(advisor: EventAdvisor, view: EditorView, position: number): Promise<Tooltip | null> {
  const hover = await answer(advisor.describe(textOf(view), position), null);
  if (!hover) return null;
  return {
    pos: hover.from,
    end: hover.to,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-description';
      dom.textContent = hover.description;
      return { dom };
    },
  };
}

/** Advice that cannot be had is no reason to disturb whoever types. */
async function answer<Value>(asked: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await asked;
  } catch {
    return otherwise;
  }
}

function textOf(view: EditorView): string {
  return view.state.doc.toString();
}
