/** One row of a CSV file (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvRow(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** Text that begins with one of these is a formula to Excel, LibreOffice and Google Sheets (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r\n]/;

function cellText(cell: string | number | boolean | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
