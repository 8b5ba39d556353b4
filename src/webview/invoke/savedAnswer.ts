/** What is written when an answer is saved: its bytes as they are, under a name that fits them. */

import type { HttpResponse } from '../../lambda/httpResponse.ts';
import type { SavedAnswer } from '../../protocol/answerActions.ts';
import { base64Of, type Content } from './content.ts';

/** Text is given for what is no content: the log, the headers. */
export function savedAnswer(content: Content | string, response: HttpResponse | undefined): SavedAnswer {
  if (typeof content === 'string') return { suggestedName: 'answer.txt', content, encoding: 'utf8' };
  const suggestedName = (response && attachmentName(response)) ?? `answer.${extensionOf(content, response)}`;
  switch (content.kind) {
    case 'none':
      return { suggestedName, content: '', encoding: 'utf8' };
    case 'json':
    case 'text':
      return { suggestedName, content: content.text, encoding: 'utf8' };
    case 'image':
    case 'bytes':
      return { suggestedName, content: base64Of(content.bytes), encoding: 'base64' };
  }
}

/** `Content-Disposition: attachment; filename="report.pdf"`; the host takes folders out of it. */
function attachmentName({ headers }: HttpResponse): string | undefined {
  const disposition = headers.find(({ name }) => name.toLowerCase() === 'content-disposition')?.value;
  return /filename="?([^";]+)/i
    .exec(disposition ?? '')?.[1]
    ?.trim()
    .slice(0, 200);
}

const extensions: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'text/css': 'css',
  'text/csv': 'csv',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/svg+xml': 'svg',
  'image/jpeg': 'jpg',
  'image/x-icon': 'ico',
};

function extensionOf(content: Content, response: HttpResponse | undefined): string {
  if (response?.contentEncoding === 'gzip') return 'gz';
  const mediaType = response?.mediaType ?? '';
  const known = extensions[mediaType] ?? /^image\/([a-z0-9]+)$/.exec(mediaType)?.[1];
  if (known !== undefined && content.kind !== 'json') return known;
  return content.kind === 'json' ? 'json' : content.kind === 'bytes' ? 'bin' : 'txt';
}
