/** Turns what an invocation gave into text that is the same on every machine and in every run. */

import type { BenchResult } from '../support/dispatcherBench.ts';

export interface TranscriptPlaces {
  readonly packageFolder: string;
  readonly bootstrapFolder: string;
}

/** Result first, then one line per log event; newlines and tabs inside of events are shown as `\n` and `\t`. */
export function transcript(title: string, result: BenchResult, places: TranscriptPlaces): string {
  const payload = result.payload.length > 2000 ? `<${result.payload.length} bytes>` : result.payload;
  const lines = [
    `# ${title}`,
    '',
    `payload: ${normalise(payload, places)}`,
    `function error: ${result.functionError ?? '-'}`,
    '',
    ...result.log.filter((message) => !isAboutThisMachine(message)).map((message) => show(normalise(message, places))),
    '',
  ];
  return lines.join('\n');
}

/** Which interpreter was found is this machine's business. */
function isAboutThisMachine(message: string): boolean {
  return / was found on this computer /.test(message);
}

/** One line, whatever is in it. */
export function show(message: string): string {
  return message
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u00a0', '\\u00a0');
}

/** Without what differs from run to run and from machine to machine. */
export function normalise(text: string, { packageFolder, bootstrapFolder }: TranscriptPlaces): string {
  return (
    text
      .replaceAll(new RegExp(`${packageFolder}/[\\w-]+`, 'g'), '/var/task')
      .replaceAll(bootstrapFolder, '/var/runtime')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<request>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
      .replace(/\[\d{13}\]/g, '[<ms>]')
      .replace(/(Duration: )[\d.]+ ms/g, '$1<n> ms')
      .replace(/(Max Memory Used: )\d+ MB/g, '$1<n> MB')
      .replace(/(Runtime Version: \w+:)[\d.]+/g, '$1<version>')
      .replace(/runtime:[0-9a-f]{64}/g, 'runtime:<hash>')
      .replace(/("\w*[dD]urationMs":)[\d.]+/g, '$1<n>')
      .replace(/("maxMemoryUsedMB":)\d+/g, '$1<n>')
      .replace(/("runtimeVersion":"\w+:)[\d.]+/g, '$1<version>')
      .replace(/\d{4}\/\d\d\/\d\d\/(\w+\[\$LATEST\])[0-9a-f]{32}/g, '<day>/$1<id>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
      // Frames of the runtime and of the interpreter change with their versions.
      .replace(/,?" {4}at [^"]*(?:node:|\/var\/runtime)[^"]*"/g, '')
      .replace(/" {2}File \\"[^"]*(?:importlib|frozen)[^"]*\\"(?:[^"\\]|\\.)*"(?:, )?/g, '')
      .replace(/\n\u00a0\u00a0File "[^"]*(?:importlib|frozen)[^\n]*(\n\u00a0{4}[^\n]*)?/g, '')
      .replace('[,', '[')
  );
}
