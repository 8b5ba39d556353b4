/** Which filter patterns of an event source mapping are well-formed: the same rules that EventBridge has for event patterns. */

const operators: ReadonlySet<string> = new Set([
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
]);

/** Nesting beyond this is no pattern anybody writes, and would cost the stack. */
const depthLimit = 100;

/** True for the JSON text of an object whose leaves are lists of what a value may be. */
export function isEventPattern(text: string): boolean {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    return false;
  }
  return isPatternObject(pattern, 0);
}

function isPatternObject(value: unknown, depth: number): boolean {
  if (!isObject(value) || depth > depthLimit) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, entry]) => isPatternEntry(key, entry, depth + 1));
}

function isPatternEntry(key: string, entry: unknown, depth: number): boolean {
  if (!Array.isArray(entry)) return isPatternObject(entry, depth);
  if (key === '$or') return entry.length > 1 && entry.every((alternative) => isPatternObject(alternative, depth));
  return entry.length > 0 && entry.every(isValueRule);
}

/** A value itself, or an object with one operator. */
function isValueRule(rule: unknown): boolean {
  if (!isObject(rule)) return !Array.isArray(rule);
  const [operator, ...others] = Object.keys(rule);
  return (
    operator !== undefined && others.length === 0 && operators.has(operator) && isOperand(operator, rule[operator])
  );
}

function isOperand(operator: string, operand: unknown): boolean {
  if (operator === 'exists') return typeof operand === 'boolean';
  if (operator === 'numeric') return isNumericRange(operand);
  if (operator === 'anything-but') return operand !== null && typeof operand !== 'boolean';
  return typeof operand === 'string' || ((operator === 'prefix' || operator === 'suffix') && isObject(operand));
}

/** `["=", 5]` or `[">", 0, "<=", 10]`. */
function isNumericRange(operand: unknown): boolean {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0) return false;
  return operand.every((part, index) =>
    index % 2 === 0 ? ['=', '<', '<=', '>', '>='].includes(String(part)) : typeof part === 'number',
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
