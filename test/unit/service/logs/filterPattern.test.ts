import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidPatternError } from '../../../../src/service/logs/filter/patternError.ts';
import { compileFilter } from '../../../../src/service/logs/filterPattern.ts';

const matches = (pattern: string, message: string) => compileFilter(pattern).selects(message);
const problem = (pattern: string) => {
  try {
    compileFilter(pattern);
    return undefined;
  } catch (error) {
    return error instanceof InvalidPatternError ? error.message : error;
  }
};

const word = fc.stringMatching(/^[a-zA-Z0-9_]{1,6}$/);

describe('terms', () => {
  it.each([
    ['ERROR', '[ERROR] no', true],
    ['ERROR', 'error', false],
    ['ERROR timeout', 'timeout before ERROR', true],
    ['ERROR timeout', 'only ERROR', false],
    ['"Task timed out"', 'x Task timed out after', true],
    ['"Task timed out"', 'Task was timed out', false],
    ['?ERROR ?WARN', 'a WARN', true],
    ['?ERROR ?WARN', 'an INFO', false],
    ['?"a b" ?c', 'x a b y', true],
    ['ERROR -retry', 'ERROR final', true],
    ['ERROR -retry', 'ERROR retry', false],
    ['"ERROR" - "Exiting"', 'Exiting with ERRORCODE: -1', false],
    ['-"out of"', 'out of memory', false],
    ['-START', 'END', true],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['', 'anything', true],
    ['" "', 'anything', true],
    ['   ', '', true],
    ['"2026-01-15"', 'at 2026-01-15', true],
    ['%AUTHORIZED%', 'UNAUTHORIZED', true],
    ['ERROR %[45]\\d\\d%', 'ERROR 503', true],
    ['ERROR %[45]\\d\\d%', 'ERROR 203', false],
    ['-%^INFO%', 'INFO x', false],
    ['?%a+b% ?zzz', 'xaaab', true],
  ])('%j on %j: %s', (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });

  it('ignores alternatives beside other terms, as AWS does', () => {
    expect(matches('ERROR ?first ?second', 'ERROR third')).toBe(true);
  });

  it('needs all of its terms, wherever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 4 }), fc.string(), (terms, noise) => {
        const { selects } = compileFilter(terms.join(' '));
        expect(selects(noise + terms.toReversed().join(' '))).toBe(true);
        expect(selects(noise)).toBe(terms.every((term) => noise.includes(term)));
      }),
    );
  });

  it('takes any phrase as it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, phrase, after) => {
        const quoted = `"${phrase.replace(/[\\"]/g, '\\$&')}"`;
        expect(matches(quoted, before + phrase + after)).toBe(true);
        expect(matches(`-${quoted}`, before + phrase + after)).toBe(phrase.trim() === '');
      }),
    );
  });

  it('selects what one of its alternatives selects', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.string(), (terms, message) => {
        const { selects } = compileFilter(terms.map((term) => `?${term}`).join(' '));
        expect(selects(message)).toBe(terms.some((term) => message.includes(term)));
      }),
    );
  });
});

describe('JSON patterns', () => {
  const event = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    'cluster.name': 'c',
    latency: 50,
    text: '7',
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
    ],
    user: { id: 1, email: 'John.Stiles@example.com' },
  });

  it.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{$.eventType=UpdateTrail}', true],
    ['{ $.eventType != "UpdateTrail" }', false],
    ['{ $.eventType = "Update*" }', true],
    ['{ $.eventType = *Trail }', true],
    ['{ $.eventType = "*date*" }', true],
    ['{ $.eventType = "Up*Trail" }', false],
    ['{ $.sourceIPAddress != 123.123.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[2] = "value" }', false],
    ['{ $.arrayKey[*] = "another value" }', true],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.objectList[*].id = 2 }', true],
    ['{ $.objectList[*].id = 3 }', false],
    ['{ $.user.* = 1 }', true],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.latency IS NULL }', false],
    ['{ $.SomeOtherObject NOT EXISTS }', true],
    ['{ $.SomeObject NOT EXISTS }', false],
    ['{ $.ThisFlag IS TRUE }', true],
    ['{ $.ThisFlag IS FALSE }', false],
    ["{ $['cluster.name'] = c }", true],
    ["{ $.['cluster.name'] = c }", true],
    ['{ $.latency >= 5e1 }', true],
    ['{ $.latency < +50 }', false],
    ['{ $.latency > 49.9 }', true],
    ['{ $.latency = 50.0 }', true],
    ['{ $.latency = * }', true],
    ['{ $.absent = * }', false],
    ['{ $.absent != 1 }', false],
    ['{ $.objectList = 1 }', false],
    ['{ $.objectList != 1 }', false],
    ['{ $.text < 8 }', true],
    ['{ $.coordinates[0][1] = 1 }', true],
    ['{ $.eventType = %Trail% }', true],
    ['{ $.eventType != %^Trail% }', true],
    ['{ ($.user.id = 1) && ($.user.email = "John.Stiles@example.com") }', true],
    ['{ ($.user.id = 2 && $.user.email = "x") || $.arrayKey[1] = "GET" }', false],
    ['{ $.user.id = 1 || $.coordinates[0][1] = nonmatch && $.arrayKey[1] = nomatch }', true],
    ['{ ($.user.id = 1 || $.coordinates[0][1] = nonmatch) && $.arrayKey[1] = nomatch }', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('select nothing that is no JSON object', () => {
    for (const message of ['', 'text', '[1]', '{"a":', 'x {"a":1}']) {
      expect(matches('{ $.a NOT EXISTS }', message)).toBe(false);
    }
    expect(matches('{ $.a = 1 }', ' {"a":1}\n')).toBe(true);
  });

  it('compare any number as arithmetic does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (value, bound) => {
        const message = JSON.stringify({ v: value });
        expect(matches(`{ $.v > ${bound} }`, message)).toBe(value > bound);
        expect(matches(`{ $.v <= ${bound} }`, message)).toBe(value <= bound);
        expect(matches(`{ $.v = ${JSON.stringify(value)} }`, message)).toBe(true);
      }),
    );
  });

  it('find any text under any key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (key, text) => {
        fc.pre(!/^\*|\*$/.test(text));
        const quoted = (value: string, quote: string) => quote + value.replace(/[\\"']/g, '\\$&') + quote;
        const pattern = `{ $[${quoted(key, "'")}] = ${quoted(text, '"')} }`;
        expect(matches(pattern, `{${JSON.stringify(key)}:${JSON.stringify(text)}}`)).toBe(true);
      }),
    );
  });
});

describe('space-delimited patterns', () => {
  const line = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

  it.each([
    ['[ip, user, username, timestamp, request, status_code, bytes]', true],
    ['[ip, user, username]', false],
    ['[]', true],
    ['[..., bytes]', true],
    ['[ip, user, ...]', true],
    ['[ip, ..., status_code, bytes]', true],
    ['[..., status_code = 4*, bytes]', true],
    ['[..., status_code = 4* && status_code != 403, bytes > 1000]', true],
    ['[..., status_code = 200 || status_code = 404, bytes]', true],
    ['[..., status_code = 200 || status_code = 500, bytes]', false],
    ['[..., request = *html*, status_code = 4*,]', true],
    ['[..., request =%index\\.html?%, code, bytes]', true],
    ['[w1=!ERROR&&w1=!WARN, ...]', true],
    ['[ip = 127.0.0.1, ...]', true],
    ['[ip = "127.0.0.1", ...]', true],
    ['[..., bytes >= 1.6e3]', false],
    ['[a, b, c, d, e, f, g, ..., h]', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, line)).toBe(expected);
  });

  it('give the fields their names, or numbers', () => {
    expect(compileFilter('[..., request=*.html*, status_code=4*,]').extract(line)).toEqual({
      $1: '127.0.0.1',
      $2: '-',
      $3: 'frank',
      $4: '10/Oct/2000:13:25:15 -0700',
      $request: 'GET /index.html HTTP/1.0',
      $status_code: '404',
      $7: '1534',
    });
    expect(compileFilter('ERROR').extract('an ERROR')).toEqual({});
  });

  it('take what never closes for a word, however much of it there is', () => {
    expect(compileFilter('[]').extract('[a "b c')).toEqual({ $1: '[a', $2: '"b', $3: 'c' });
    expect(matches('[a, ...]', '[ '.repeat(200_000))).toBe(true);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['{ $.a = 1', "If a filter pattern starts with '{' it must end with '}'"],
    ['[a, b', "If a filter pattern starts with '[' it must end with ']'"],
    ['email@example.com', "Invalid character(s) in term 'email@example.com'"],
    ['""', `Invalid character(s) in term '""'`],
    ['"open', `Invalid character(s) in term '"open'`],
    ['%a(b)%', "Invalid character(s) in term '%a(b)%'"],
    ['%something!%', "Invalid character(s) in term '%something!%'"],
    ['%é%', "Invalid character(s) in term '%é%'"],
    ['%a**%', "Invalid character(s) in term '%a**%'"],
    ['%[z-a]%', "Invalid character(s) in term '%[z-a]%'"],
    ['%a{3,2}%', "Invalid character(s) in term '%a{3,2}%'"],
    ['%a{999}%', "Invalid character(s) in term '%a{999}%'"],
    ['%a% %b% %c%', 'Invalid filter pattern'],
    ['{ }', 'Invalid filter pattern'],
    ['{ $ = 1 }', 'Invalid filter pattern'],
    ['{ $.a }', 'Invalid filter pattern'],
    ['{ $.a < x }', 'Invalid filter pattern'],
    ['{ $.a = }', 'Invalid filter pattern'],
    ['{ $.a = x y }', 'Invalid filter pattern'],
    ['{ $.a = a@b }', "Invalid character(s) in term 'a@b'"],
    ['{ ($.a = 1 }', 'Invalid filter pattern'],
    ['{ $.a[*].b[*] = 1 }', 'Invalid filter pattern'],
    ['{ $.a[x] = 1 }', 'Invalid filter pattern'],
    ['[a, ..., b, ...]', 'Invalid filter pattern'],
    ['[a, status = 4* && bytes > 1000]', 'Invalid filter pattern'],
    ['[a b]', 'Invalid filter pattern'],
  ])('%s: %s', (pattern, expected) => {
    expect(problem(pattern)).toBe(expected);
  });

  const soup = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '$',
      '.a',
      '=',
      '!=',
      '<',
      '5',
      '"',
      '%',
      '(',
      ')',
      '&&',
      '||',
      ',',
      '...',
      ' ',
      'x',
      '*',
      '?',
      '-',
      'IS NULL',
      '\\',
    ),
    { maxLength: 25 },
  );

  it('never fails in another way', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          soup.map((pieces) => pieces.join('')),
        ),
        fc.string(),
        (pattern, message) => {
          try {
            const { selects, extract } = compileFilter(pattern);
            selects(message);
            extract(message);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidPatternError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
