/** The editor's undo steps as text that outlives it: kept with the draft, and taken up again by an editor with the same text. */

import { historyField } from '@codemirror/commands';
import { EditorState, type EditorStateConfig } from '@codemirror/state';
import { asObject, parseJsonObject } from '../../base/json.ts';

/** Undo of larger texts ends with the panel: it would be kept at every pause in typing. In characters. */
const largestText = 256 * 1024;
const largestSteps = 64 * 1024;

/** `undefined` where there is nothing to keep, or too much. The oldest steps go first. */
export function packUndo(state: EditorState): string | undefined {
  if (state.doc.length > largestText) return undefined;
  const steps = asObject((state.toJSON({ history: historyField }) as { history?: unknown }).history);
  if (!steps || !Array.isArray(steps['done']) || !Array.isArray(steps['undone'])) return undefined;
  let done: readonly unknown[] = steps['done'];
  while (done.length > 0) {
    const packed = JSON.stringify({ print: fingerprint(state), steps: { done, undone: steps['undone'] } });
    if (packed.length <= largestSteps) return packed;
    done = done.slice(Math.ceil(done.length / 2));
  }
  return undefined;
}

/** The same state with the steps; `undefined` when they are not of this text, or of another version. */
export function withUndo(packed: string, state: EditorState, config: EditorStateConfig): EditorState | undefined {
  const kept = parseJsonObject(packed);
  if (state.doc.length > largestText || kept?.['print'] !== fingerprint(state)) return undefined;
  try {
    const json: unknown = state.toJSON();
    return EditorState.fromJSON({ ...asObject(json), history: kept['steps'] }, config, { history: historyField });
  } catch {
    return undefined;
  }
}

/** Length and FNV-1a of the text: steps that lead back from another text would lead nowhere. */
function fingerprint({ doc }: EditorState): string {
  let hash = 0x811c9dc5;
  const text = doc.toString();
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  return `${text.length}-${hash >>> 0}`;
}
