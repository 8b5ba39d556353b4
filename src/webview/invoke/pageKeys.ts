/** Keys and moments of the whole page: they count wherever the focus is, the code editor included. */

import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';

export interface PageActions {
  invoke(): void;
  save(): void;
  /** The workbench focuses the page, not what is in it. */
  focused(): void;
  /** The page may be gone in a moment. */
  leaving(): void;
}

export function listenToPage(actions: PageActions): Disposable {
  const owned = new DisposableStore();
  const listen = (target: EventTarget, name: string, listener: (event: Event) => void) => {
    // Before anybody else.
    target.addEventListener(name, listener, { capture: true });
    owned.add(toDisposable(() => target.removeEventListener(name, listener, { capture: true })));
  };
  listen(window, 'keydown', (event) => onKeyDown(event as KeyboardEvent, actions));
  listen(window, 'focus', () => actions.focused());
  listen(window, 'blur', () => actions.leaving());
  listen(window, 'pagehide', () => actions.leaving());
  listen(document, 'visibilitychange', () => actions.leaving());
  return owned;
}

function onKeyDown(event: KeyboardEvent, actions: PageActions): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  // A dialog has its own meaning for them.
  if (event.composedPath().some((place) => place instanceof HTMLDialogElement)) return;
  if (event.key === 's') {
    event.preventDefault();
    actions.save();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) actions.invoke();
  }
}
