export function note(text: string) {
  return { text, table: process.env['TABLE'] };
}
