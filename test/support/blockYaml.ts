/** Reads YAML in blocks: mappings, lists of scalars, and scalars that are plain or JSON. What it does not know, it refuses. */

export function parseBlockYaml(text: string): unknown {
  const lines = text.split('\n').filter((line) => line !== '');
  const [value, next] = block(lines, 0, 0);
  if (next !== lines.length) throw new Error(`Not read: ${lines[next]}`);
  return value;
}

function block(lines: readonly string[], start: number, indent: number): [unknown, number] {
  const members: Record<string, unknown> = {};
  const items: unknown[] = [];
  let at = start;
  for (let line = lines[at]; line !== undefined && indentOf(line) === indent; line = lines[at]) {
    const item = /^ *- (.+)$/.exec(line);
    const member = /^ *("[^"]*"|[\w-]+):(?: (.+))?$/.exec(line);
    at += 1;
    if (item) items.push(scalar(item[1] ?? ''));
    else if (member?.[2] !== undefined) members[key(member[1] ?? '')] = scalar(member[2]);
    else if (member) [members[key(member[1] ?? '')], at] = block(lines, at, indent + 2);
    else throw new Error(`Not read: ${line}`);
  }
  return [items.length > 0 ? items : members, at];
}

function scalar(text: string): unknown {
  return /^[A-Za-z]/.test(text) && !/^(true|false)$/.test(text) ? text : JSON.parse(text);
}

function key(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
