/** Plain data as YAML in blocks; texts are quoted as JSON, which YAML reads, wherever they could be taken for anything else. */

export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [name: string]: YamlValue | undefined };

/** Members that are `undefined` are left out. */
export function yamlText(value: { readonly [name: string]: YamlValue | undefined }): string {
  return `${blockLines(value).join('\n')}\n`;
}

function blockLines(value: YamlValue): readonly string[] {
  if (Array.isArray(value)) return value.map((item: YamlValue) => `- ${scalar(item)}`);
  if (typeof value !== 'object') return [scalar(value)];
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    if (typeof member !== 'object') return [`${key(name)}: ${scalar(member)}`];
    return [`${key(name)}:`, ...blockLines(member).map((line) => `  ${line}`)];
  });
}

function key(name: string): string {
  return isPlain(name) ? name : JSON.stringify(name);
}

function scalar(value: YamlValue): string {
  return typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value);
}

/** What every version of YAML reads as this text: no number, no truth value, no character that means something. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z][\w:/.-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) && !text.endsWith(':')
  );
}
