/** Finds the handler's definition in the text of its file, by the forms that each language defines one in. */

/** Line of `exportName`, counted from 0; `undefined` where the file defines it in no known form. */
export function handlerLine(text: string, exportName: string, fileName: string): number | undefined {
  // A handler may be a member (`handlers.create`): what is exported is its first part.
  const name = escapeRegex(exportName.split('.')[0] ?? exportName);
  const forms = fileName.endsWith('.py') ? pythonForms(name) : scriptForms(name);
  const lines = text.split('\n');
  for (const form of forms) {
    const line = lines.findIndex((candidate) => form.test(candidate));
    if (line !== -1) return line;
  }
  return undefined;
}

function pythonForms(name: string): readonly RegExp[] {
  return [new RegExp(`^(?:async\\s+)?def\\s+${name}\\s*\\(`), new RegExp(`^${name}\\s*(?::[^=]+)?=[^=]`)];
}

function scriptForms(name: string): readonly RegExp[] {
  return [
    new RegExp(`^\\s*export\\s+(?:default\\s+)?(?:async\\s+)?function\\s*\\*?\\s*${name}\\b`),
    new RegExp(`^\\s*export\\s+(?:const|let|var)\\s+${name}\\b`),
    new RegExp(`^\\s*(?:module\\.)?exports\\.${name}\\s*=[^=]`),
    // Defined first and exported by a list: the definition is what one wants to see.
    new RegExp(`^\\s*(?:async\\s+)?function\\s*\\*?\\s*${name}\\b`),
    new RegExp(`^\\s*(?:const|let|var)\\s+${name}\\b`),
    new RegExp(`^\\s*(?:module\\.exports\\s*=|export)\\s*\\{[^}]*\\b${name}\\b`),
  ];
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
