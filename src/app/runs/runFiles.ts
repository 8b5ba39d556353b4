/** How the files of kept runs are named: `RUN.ndjson`, and `RUN.pinned.ndjson` for one that is never dropped. */

export const fileEnd = '.ndjson';
export const pinnedEnd = '.pinned.ndjson';
