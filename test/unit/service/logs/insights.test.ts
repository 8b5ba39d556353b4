import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../src/service/logs/insights/parseQuery.ts';
import { QueryError } from '../../../../src/service/logs/insights/queryError.ts';
import { QueryRow } from '../../../../src/service/logs/insights/queryRow.ts';
import { runQuery } from '../../../../src/service/logs/insights/runQuery.ts';

const day = Date.UTC(2026, 3, 15, 10, 0);
const nowMs = day + 86_400_000;

/** Records of these messages, a minute apart, the last one first. */
async function* records(messages: readonly unknown[]) {
  const texts = messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message)));
  yield texts
    .map((message, index) => ({
      id: index,
      timestamp: day + index * 60_000,
      ingestionTime: day,
      logStreamName: `s${index % 2}`,
      message,
    }))
    .reverse()
    .map((event) => QueryRow.ofEvent(event, '1:g', 'p'));
}

const execute = (query: string, messages: readonly unknown[], limit = 10_000) =>
  runQuery(parseQuery(query, nowMs), records(messages), limit);
async function run(query: string, messages: readonly unknown[]) {
  const { rows } = await execute(query, messages);
  return rows.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
}

const requests = [
  { path: '/a', ms: 10, user: 'ada', ok: true },
  { path: '/b', ms: 30, user: 'bob', ok: false },
  { path: '/a', ms: 50, user: 'ada' },
  { path: '/a', ms: 70, user: 'eve', note: ' Hello World ' },
];

describe('filter', () => {
  it.each([
    ['ms > 30', [50, 70]],
    ['ms >= 30 and path = "/a"', [50, 70]],
    ['ms = 10 or ms = 30', [10, 30]],
    ['not (path = "/a")', [30]],
    ['path != "/a"', [30]],
    ['path in ["/b", "/c"]', [30]],
    ['path not in ["/b"]', [10, 50, 70]],
    ['ms in [10, 70]', [10, 70]],
    ['user like "b"', [30]],
    ['user like /(?i)ADA/', [10, 50]],
    ['user not like /a|b/', [70]],
    ['user =~ /ob$/', [30]],
    ["@message like 'eve'", [70]],
    ['ispresent(ok)', [10, 30]],
    ['not ispresent(ok)', [50, 70]],
    ['ok = "true"', [10]],
    ['strlen(note) = 13', [70]],
    ['tolower(trim(note)) = "hello world"', [70]],
    ['toupper(user) = "ADA" and ms * 2 + 1 > 2 ^ 5', [50]],
    ['ms / 10 % 2 = 1 and abs(-ms) < 40', [10, 30]],
    ['substr(user, 1) = "da"', [10, 50]],
    ['replace(path, "/", "") = "b"', [30]],
    ['concat(user, ":", ms) = "bob:30"', [30]],
    ['strcontains(path, "b")', [30]],
    ['coalesce(absent, user) = "eve"', [70]],
    ['greatest(ms, 40) = 40', [10, 30]],
    ['isempty(absent) and isblank("  ") and isValidIp("10.0.0.1") and not isValidIpv6("1")', [10, 30, 50, 70]],
    ['absent = 1 or absent < 1 or absent > 1', []],
    ['absent != 1', [10, 30, 50, 70]],
    ['@timestamp >= 1776247260000 and @timestamp < now()', [30, 50, 70]],
    ['`user` = "eve" # or anybody else', [70]],
  ])('%s', async (condition, expected) => {
    const found = await run(`filter ${condition}\n| fields ms`, requests);
    expect(found.map(({ ms }) => Number(ms)).sort((a, b) => a - b)).toEqual(expected);
  });
});

describe('fields and display', () => {
  it('gather columns; display has the last word', async () => {
    const [row] = await run('fields user as who, ms * 2 as double | fields path', requests);
    expect(row).toEqual({ who: 'eve', double: '140', path: '/a' });
    expect((await run('fields user, ms | display ms', requests))[0]).toEqual({ ms: '70' });
    expect((await run('limit 1', requests))[0]).toEqual({
      '@timestamp': '2026-04-15 10:03:00.000',
      '@message': JSON.stringify(requests[3]),
    });
  });

  it('leave out what a record does not have', async () => {
    expect(await run('fields user, ok | sort ms', requests)).toEqual([
      { user: 'ada', ok: 'true' },
      { user: 'bob', ok: 'false' },
      { user: 'ada' },
      { user: 'eve' },
    ]);
  });
});

describe('sort, limit and dedup', () => {
  it('sort numbers as numbers, by several keys, what is missing last', async () => {
    const values = [{ n: 10 }, { n: 9 }, { m: 1 }, { n: '100' }];
    expect((await run('fields n | sort n desc', values)).map(({ n }) => n)).toEqual([undefined, '100', '10', '9']);
    expect((await run('fields n | sort n', values)).map(({ n }) => n)).toEqual(['9', '10', '100', undefined]);
    const order = (await run('fields ms | sort user asc, ms desc', requests)).map(({ ms }) => ms);
    expect(order).toEqual(['50', '10', '30', '70']);
  });

  it('limit what comes out, not what is looked at', async () => {
    const { rows, recordsMatched } = await execute('filter path = "/a" | sort ms | limit 1', requests);
    expect([rows.length, recordsMatched]).toEqual([1, 3]);
    expect((await execute('fields ms', requests, 2)).rows).toHaveLength(2);
  });

  it('keep the newest of those that are the same', async () => {
    expect((await run('fields ms | dedup user', requests)).map(({ ms }) => ms)).toEqual(['70', '50', '30']);
    expect((await run('fields ms | sort ms | dedup path', requests)).map(({ ms }) => ms)).toEqual(['10', '30']);
  });
});

describe('parse', () => {
  const lines = ['user=ada, took 17 ms', 'nothing', '[x] user=bob, took 5 ms'];

  it('splits by asterisks', async () => {
    expect(
      await run(
        'parse @message "user=*, took * ms" as user, took | filter ispresent(user) | display user, took',
        lines,
      ),
    ).toEqual([
      { user: 'bob', took: '5' },
      { user: 'ada', took: '17' },
    ]);
    expect((await run('parse "took *" as rest | display rest', lines))[0]).toEqual({ rest: '5 ms' });
  });

  it('splits by named and by counted groups', async () => {
    const named =
      'parse @message /user=(?<user>\\w+), took (?<took>\\d+)/ | stats sum(took) as total by user | sort total';
    expect(await run(named, lines)).toEqual([
      { total: '0' },
      { user: 'bob', total: '5' },
      { user: 'ada', total: '17' },
    ]);
    expect((await run('parse @message /took (\\d+)/ as took | display took', lines))[0]).toEqual({ took: '5' });
  });
});

describe('stats', () => {
  it('compute over everything', async () => {
    const query = `stats count(*) as n, count(ok) as oks, sum(ms) as total, avg(ms), min(ms), max(ms), pct(ms, 50) as p50,
      median(ms) as m, stddev(ms) as s, count_distinct(user) as users, latest(user) as last, earliest(user) as first,
      sortsFirst(user) as a, sortsLast(user) as z`;
    expect(await run(query, requests)).toEqual([
      {
        n: '4',
        oks: '2',
        total: '160',
        'avg(ms)': '40',
        'min(ms)': '10',
        'max(ms)': '70',
        p50: '40',
        m: '40',
        s: '22.3607',
        users: '3',
        last: 'eve',
        first: 'ada',
        a: 'ada',
        z: 'eve',
      },
    ]);
    expect(await run('stats count(*), avg(ms)', [])).toEqual([{ 'count(*)': '0' }]);
    expect(await run('stats count(*) by user', [])).toEqual([]);
  });

  it('group by fields and by spans of time', async () => {
    expect(await run('stats max(ms) as most by path | sort path', requests)).toEqual([
      { path: '/a', most: '70' },
      { path: '/b', most: '30' },
    ]);
    expect(await run('stats count(*) by bin(2m) as t | sort t', requests)).toEqual([
      { t: '2026-04-15 10:00:00.000', 'count(*)': '2' },
      { t: '2026-04-15 10:02:00.000', 'count(*)': '2' },
    ]);
    expect((await run('stats count(*) by datefloor(@timestamp, 1mo) as m', requests))[0]).toMatchObject({
      m: '2026-04-01 00:00:00.000',
    });
    expect((await run('stats count(*) by dateceil(@timestamp, 1y) as y', requests))[0]).toMatchObject({
      y: '2027-01-01 00:00:00.000',
    });
  });

  it('use what they have computed, and go on with it', async () => {
    const query = `filter @type = "REPORT"
      | stats max(@memorySize / 1000 / 1000) as provisioned, max(@maxMemoryUsed / 1000 / 1000) as used, provisioned - used as over`;
    const report =
      'REPORT RequestId: x\tDuration: 1.5 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t';
    expect(await run(query, [report])).toEqual([{ provisioned: '128', used: '70', over: '58' }]);
    expect(await run('stats count(*) as n by user | stats max(n) as most', requests)).toEqual([{ most: '2' }]);
    expect(await run('stats count(*) as n by user | filter n > 1 | display user', requests)).toEqual([{ user: 'ada' }]);
  });
});

describe('what cannot be read', () => {
  const problem = (query: string) => {
    try {
      parseQuery(query, nowMs);
      return undefined;
    } catch (error) {
      return error instanceof QueryError ? [error.message, error.start, error.end] : error;
    }
  };

  it.each([
    ['', 'The query is empty', 0, 0],
    ['fields', 'unexpected end of the query at line 1 and position 6', 6, 7],
    ['fields @message\n| nonsense x', 'unexpected symbol found nonsense at line 2 and position 2', 18, 26],
    ['filter a = 1 b', 'unexpected symbol found b at line 1 and position 13', 13, 14],
    ['filter nope(1)', 'Invalid function name: nope', 7, 11],
    ['filter strlen()', 'Wrong number of arguments for strlen', 7, 15],
    ['stats pct(a)', 'Wrong number of arguments for pct', 9, 12],
    ['limit x', 'unexpected symbol found x at line 1 and position 6', 6, 7],
    ['limit 0', 'unexpected symbol found 0 at line 1 and position 6', 6, 7],
    ['stats count(*) by bin(7x)', 'unexpected symbol found 7 at line 1 and position 22', 22, 23],
    ['filter @message like /(/', 'Invalid regular expression: /(/', 21, 24],
    ['parse @message "a*" as x, y', 'Each asterisk of the pattern needs one name behind "as"', 15, 27],
    ['parse @message /a/', 'The expression needs a named group, or names behind "as"', 15, 18],
    ['fields ~', 'unexpected symbol found ~ at line 1 and position 7', 7, 8],
  ])('%j: %s', (query, ...expected) => {
    expect(problem(query)).toEqual(expected);
  });

  it('refuses expressions that might run for minutes', () => {
    expect(problem('filter @message like /(a+)+b/')).toEqual([expect.stringContaining('may run for minutes'), 21, 29]);
  });

  const soup = fc.array(
    fc.constantFrom(
      'fields',
      'filter',
      'stats',
      'parse',
      'sort',
      'limit',
      'dedup',
      '|',
      'a',
      '@message',
      '1',
      '"x"',
      '/x/',
      '(',
      ')',
      '[',
      ']',
      ',',
      '=',
      'and',
      'not',
      'in',
      'like',
      'as',
      'by',
      'count',
      'bin',
      '5m',
      '-',
      '*',
    ),
    { maxLength: 20 },
  );

  it('never fails in another way, neither read nor run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          soup.map((words) => words.join(' ')),
        ),
        async (query) => {
          try {
            await execute(query, requests);
          } catch (error) {
            expect(error).toBeInstanceOf(QueryError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
