/** Reads a `lambda-log` document back: where each request begins and ends, and what its head says. */

export interface LogBlock {
  /** Lines count from 0; the last one included. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly time: string;
  readonly functionName: string;
  readonly requestId: string;
  /** `cold start 312 ms`, `1.24 s`, … : the facts behind the request id. */
  readonly facts: readonly string[];
  readonly isCold: boolean;
  readonly durationMs: number | undefined;
}

const head = /^┌ \d{4}-\d\d-\d\d (\S+) · (.+)$/;
const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000 };

/** One pass over the document. A block without its foot ends where the next one begins. */
export function logBlocks(lines: readonly string[]): readonly LogBlock[] {
  const blocks: LogBlock[] = [];
  let open: Omit<LogBlock, 'lastLine'> | undefined;
  const close = (lastLine: number) => {
    if (open) blocks.push({ ...open, lastLine });
    open = undefined;
  };
  lines.forEach((line, index) => {
    if (line.startsWith('└')) close(index);
    const begun = readHead(line, index);
    if (begun === undefined) return;
    close(index - 1);
    open = begun;
  });
  close(lines.length - 1);
  return blocks;
}

function readHead(line: string, firstLine: number): Omit<LogBlock, 'lastLine'> | undefined {
  const match = head.exec(line);
  if (!match) return undefined;
  const [functionName = '', requestId = '', ...facts] = (match[2] ?? '').split(' · ');
  const isCold = facts.some((fact) => fact.startsWith('cold start'));
  const durationMs = facts.map(millisecondsOf).find((duration) => duration !== undefined);
  return { firstLine, time: match[1] ?? '', functionName, requestId, facts, isCold, durationMs };
}

/** `34 ms`, `1.24 s`, `2 min`, `2 min 5 s`. */
function millisecondsOf(fact: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)? (?:ms|s|min) ?)+$/.test(fact)) return undefined;
  const parts = [...fact.matchAll(/(\d+(?:\.\d+)?) (ms|s|min)/g)];
  return parts.reduce((sum, [, digits = '', unit = '']) => sum + Number(digits) * (units[unit] ?? 0), 0);
}
