/** What a Python function finds loaded: as on Lambda, although the bootstrap itself loads less. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { DispatcherBench } from '../../support/dispatcherBench.ts';

let bench: DispatcherBench;
beforeAll(async () => {
  bench = await DispatcherBench.create();
});
afterAll(() => bench.close());

async function run(files: Readonly<Record<string, string>>) {
  const version = bench.version('modules', { Handler: 'app.handler', Runtime: 'python3.12' }, files);
  const { payload } = await bench.run(version);
  return JSON.parse(payload) as unknown;
}

test.each(['types', 'enum', 'operator', 'json'])(
  '%s.py of a package is not seen by the modules of Python',
  async (name) => {
    const source =
      'import json, re\n\ndef handler(event, context):\n    return json.dumps([bool(re.match("a+", "aa"))])\n';
    expect(await run({ 'app.py': source, [`${name}.py`]: 'raise RuntimeError("not this one")\n' })).toBe('[true]');
  },
);

/** Every case by both: the module of Python and what the bootstrap uses in its place. */
const comparison = `
import json
import workbench_json

class Text(str):
    pass

class Number(int):
    pass

circle = []
circle.append(circle)
read = ['1', ' {"a":[1,2.5,null,true,"\\\\u00e9x"]}\\n', '[]', '"x"', 'NaN', '[-Infinity]', '1e400', '\\ufeff1', '', '{', ' ',
        '{"a":1}x', '[1,]', '"\\ud800"', '12345678901234567890', '{"a":1,"a":2}', '[1]  ', '\\x0b1', '-', 'tru', '"\\t"']
written = [1, 1.5, float('nan'), float('inf'), 'é', '\\x7f\\u2028', Text('s'), Number(3), {}, [], (),
           {'a': {1: 2, None: 3, True: 4, 1.5: 5}}, [1, [2, (3,)]], None, True, {1, 2}, {(1, 2): 3}, circle, object(),
           '\\ud800', {'z': 1, 'a': 2}]

def outcome(work, *args, **options):
    try:
        return repr(work(*args, **options))
    except Exception as error:
        return [type(error).__name__, str(error)]

def handler(event, context):
    differences = []
    for text in read:
        for form in (text, text.encode('utf-8', 'surrogatepass'), text.encode('utf-16', 'surrogatepass')):
            one, other = outcome(json.loads, form), outcome(workbench_json.loads, form)
            if one != other:
                differences.append([repr(form), one, other])
    for value in written:
        for ascii in (True, False):
            one = outcome(json.dumps, value, ensure_ascii=ascii)
            other = outcome(workbench_json.dumps, value, ascii)
            if one != other:
                differences.append([repr(value), one, other])
    return {'cases': len(read) * 3 + len(written) * 2, 'differences': differences}
`;

test('JSON is read, written and refused as by the module of Python', async () => {
  expect(await run({ 'app.py': comparison })).toEqual({ cases: 105, differences: [] });
});
