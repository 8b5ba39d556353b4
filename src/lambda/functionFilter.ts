/** The filter of the Functions view: words of the name, and `runtime:`, `tag:`, `stack:`, `state:` terms. All must hold. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { type FunctionTags, stackTag } from './functionTags.ts';

export interface FunctionFilter {
  /** As it was typed. */
  readonly text: string;
  /** Whether it can only be answered with tags. */
  readonly needsTags: boolean;
  /** `tags`: `undefined` while they are not known; then what asks for them does not match. */
  matches(configuration: FunctionConfiguration, tags: FunctionTags | undefined): boolean;
}

type Test = FunctionFilter['matches'];

/** Every text is a filter. Names are compared without regard to case, like everything else. */
export function parseFunctionFilter(text: string): FunctionFilter {
  const terms = text.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  const tests = terms.map((term) => testOf(term.replaceAll('"', '').toLowerCase()));
  return {
    text,
    needsTags: terms.some((term) => /^(?:tag|stack):/i.test(term)),
    matches: (configuration, tags) => tests.every((test) => test(configuration, tags)),
  };
}

function testOf(term: string): Test {
  const colon = term.indexOf(':');
  const value = term.slice(colon + 1);
  switch (term.slice(0, colon)) {
    case 'runtime':
      return ({ Runtime = '' }) => Runtime.toLowerCase().includes(value);
    case 'state':
      return ({ State = '', LastUpdateStatus = '' }) =>
        State.toLowerCase().startsWith(value) || LastUpdateStatus.toLowerCase().startsWith(value);
    case 'stack':
      return (_, tags) => (tags?.[stackTag] ?? '').toLowerCase().includes(value) && tags?.[stackTag] !== undefined;
    case 'tag':
      return tagTest(value);
    default:
      return ({ FunctionName = '' }) => FunctionName.toLowerCase().includes(term);
  }
}

/** `team` asks for the key, `team=payments` for its value. */
function tagTest(value: string): Test {
  const [key = '', ...rest] = value.split('=');
  const wanted = rest.length === 0 ? undefined : rest.join('=');
  return (_, tags = {}) =>
    Object.entries(tags).some(
      ([name, content]) => name.toLowerCase() === key && (wanted === undefined || content.toLowerCase() === wanted),
    );
}
