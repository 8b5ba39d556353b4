/** What an answer's content is, and what a tree of it does not show, in words. */

import { formatBytes } from '../../base/text.ts';
import { jsonOddities } from '../../lambda/jsonOddities.ts';
import type { RunAnswer } from '../../protocol/invokePanel.ts';
import { type AnswerReading, bytesOf, type Content } from './content.ts';

/** `1.2 KB · JSON`; of a response `decoded from base64 · image/png · 4 KB`. */
export function footWords(answer: RunAnswer, { payload, http }: AnswerReading): string {
  if (!http)
    return payload.kind === 'none' ? 'no payload' : `${formatBytes(answer.payloadBytes)} · ${kinds[payload.kind]}`;
  const { response, body } = http;
  if (body.kind === 'none') return 'no body';
  const parts = [
    response.isInferred ? 'no statusCode: taken as the body of a 200' : undefined,
    response.body.kind === 'bytes' ? 'decoded from base64' : undefined,
    response.mediaType ?? kinds[body.kind],
    response.contentEncoding === undefined ? undefined : `compressed with ${response.contentEncoding}`,
    formatBytes(bytesOf(body).length),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

const kinds: Readonly<Record<Exclude<Content['kind'], 'none'>, string>> = {
  json: 'JSON',
  text: 'text, not JSON',
  image: 'picture',
  bytes: 'bytes that are not UTF-8 text',
};

/** A sentence; empty when the parsed value says all that the text said. */
export function oddityWords(text: string): string {
  const { doubledNames, roundedNumbers } = jsonOddities(text);
  const sentences = [
    ...(doubledNames.length === 0
      ? []
      : [
          `${list(doubledNames.map((name) => JSON.stringify(name)))} is there more than once in its object; the tree shows the last.`,
        ]),
    ...(roundedNumbers.length === 0
      ? []
      : [`${list(roundedNumbers)} has more digits than a JavaScript number; the tree shows it rounded.`]),
  ];
  return sentences.length === 0 ? '' : `${sentences.join(' ')} Raw shows the text as it came.`;
}

function list(items: readonly string[]): string {
  return items.map((item) => (item.length > 40 ? `${item.slice(0, 40)}…` : item)).join(', ');
}
