/** Which connections ask once more before anything on them is changed. */

/**
 * Makes the test for a connection from the patterns of the setting: regular expressions, matched without case
 * against the label (`profile · region`) and the account id. A pattern that does not compile is matched as plain text,
 * because a typing error must never take a protection away.
 */
export function protectionOf(patterns: readonly string[]): (label: string, accountId?: string) => boolean {
  const expressions = patterns.filter((pattern) => pattern !== '').map(compile);
  return (label, accountId) =>
    expressions.some((expression) => expression.test(label) || (accountId !== undefined && expression.test(accountId)));
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'i');
  } catch {
    return new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  }
}
