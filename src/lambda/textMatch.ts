/** Looks for a text in messages without regard to case, without making a lower-case copy of each. */
export function textMatch(text: string): (message: string) => boolean {
  if (text === '') return () => true;
  const expression = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i');
  return (message) => expression.test(message);
}
