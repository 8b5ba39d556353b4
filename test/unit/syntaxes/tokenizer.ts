/** The editor's own TextMate engine on the grammar of `lambda-log`. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import onigurumaModule from 'vscode-oniguruma';
import textmateModule, { type IGrammar } from 'vscode-textmate';

export const grammarFile = new URL('../../../syntaxes/lambda-log.tmLanguage.json', import.meta.url);
const { INITIAL, parseRawGrammar, Registry } = textmateModule;

export interface Token {
  readonly text: string;
  /** Without the scope of the whole language, and without its suffix. */
  readonly scopes: string;
}

export async function loadGrammar(): Promise<IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await onigurumaModule.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => onigurumaModule.createOnigScanner(patterns),
      createOnigString: (text) => onigurumaModule.createOnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile.pathname),
  });
  const grammar = await registry.loadGrammar('text.lambda-log');
  if (!grammar) throw new Error('The grammar did not load');
  return grammar;
}

/** Tokens of a text, line by line; state is carried from line to line as in the editor. */
export function tokenize(grammar: IGrammar, text: string): readonly (readonly Token[])[] {
  let state = INITIAL;
  return text.split('\n').map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map((token) => ({
      text: line.slice(token.startIndex, token.endIndex),
      scopes: token.scopes
        .slice(1)
        .map((scope) => scope.replace(/\.lambda-log$/, ''))
        .join(' '),
    }));
  });
}
