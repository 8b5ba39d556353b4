/** The rules by which a file stays out of a package: built-in ones, `.lambdaignore`, else `.gitignore` as Git reads it. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { messageOf } from '../../base/humanError.ts';

/** Never wanted in a package: version control, editors, caches, and files that tend to hold secrets. */
const alwaysIgnored = [
  '.git',
  '.gitignore',
  '.lambdaignore',
  '.svn',
  '.hg',
  '.vscode',
  '.idea',
  '.DS_Store',
  'Thumbs.db',
  '.env',
  '.env.*',
  '.lambda',
  '.aws-sam',
  '.serverless',
  '.terraform',
  'cdk.out',
  '__pycache__',
  '*.pyc',
  '.venv',
  'venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  'node_modules/.bin',
  'node_modules/.cache',
  'node_modules/.package-lock.json',
];

/** Installed packages are kept out of Git, with everything in them, and have to be in the package. */
const packageFolder = /(?:^|\/)(?:node_modules|site-packages|vendor\/bundle)(?:\/|$)/;

/** Rules of one file. */
interface RuleSet {
  readonly rules: Ignore;
  /** Of what to tell: `.gitignore`. */
  readonly origin: string;
  /** POSIX path from the folder of the rules to the root of the package, for a file above it; empty or with a slash at its end. */
  readonly below: string;
  /** POSIX path from the root of the package to the folder of the rules, for a file inside; empty or with a slash at its end. */
  readonly inside: string;
}

export class IgnoreRules {
  /** The Git repository that the folder belongs to. */
  readonly repository: string | undefined;
  readonly #builtIn: RuleSet;
  /** Later ones decide against earlier ones. */
  readonly #git: RuleSet[];
  readonly #isGit: boolean;

  private constructor(repository: string | undefined, builtIn: RuleSet, git: RuleSet[] | undefined) {
    this.repository = repository;
    this.#builtIn = builtIn;
    this.#git = git ?? [];
    this.#isGit = git !== undefined;
  }

  /**
   * `.lambdaignore` of the folder decides, and may take back a built-in rule with `!`; where there is none, the `.gitignore`
   * files of the folder, of those above it up to the repository's, and of those inside it. `more` holds further patterns.
   */
  static async of(folder: string, more: readonly string[] = []): Promise<IgnoreRules> {
    const repository = await repositoryOf(folder);
    const own = await readIfThere(path.join(folder, '.lambdaignore'));
    const rules = ignore()
      .add(alwaysIgnored)
      .add(own ?? '')
      .add([...more]);
    const builtIn: RuleSet = { rules, origin: own === undefined ? 'built-in' : '.lambdaignore', below: '', inside: '' };
    const git = own === undefined ? await gitRules(folder, repository) : undefined;
    return new IgnoreRules(repository, builtIn, git);
  }

  /** Reads the `.gitignore` of a folder inside; its rules count for what lies below it. */
  async addNested(folder: string, inside: string): Promise<void> {
    if (!this.#isGit || packageFolder.test(inside)) return;
    const text = await readIfThere(path.join(folder, '.gitignore'));
    if (text !== undefined) this.#git.push(ruleSet(text, `${inside}.gitignore`, '', inside));
  }

  /** The rule that keeps the path out, in words; folders end with a slash. What lies above it must have passed. */
  ruleAgainst(inPackage: string): string | undefined {
    const { rules } = this.#builtIn;
    const first = rules.test(inPackage);
    if (first.ignored) return `${first.rule?.pattern ?? ''} (${this.#builtIn.origin})`.trim();
    // A pattern with ! that a person wrote takes a file back whatever Git ignores.
    if (first.unignored || packageFolder.test(inPackage)) return undefined;
    return verdictOf(this.#git, inPackage);
  }
}

/** The last file that has something to say decides, as in Git. */
function verdictOf(sets: readonly RuleSet[], inPackage: string): string | undefined {
  let verdict: string | undefined;
  for (const { rules, origin, below, inside } of sets) {
    if (!inPackage.startsWith(inside) || inPackage === inside) continue;
    const { ignored, unignored, rule } = rules.test(below + inPackage.slice(inside.length));
    if (ignored) verdict = `${rule?.pattern ?? ''} (${origin})`;
    else if (unignored) verdict = undefined;
  }
  return verdict;
}

/** From the repository's root inwards. Where the folder itself is kept out of Git, only its own rules say something about it. */
async function gitRules(folder: string, repository: string | undefined): Promise<RuleSet[]> {
  const above: RuleSet[] = [];
  const toFolder = repository === undefined ? [] : path.relative(repository, folder).split(path.sep).filter(Boolean);
  for (let depth = 0; depth < toFolder.length; depth += 1) {
    const at = path.join(repository ?? '', ...toFolder.slice(0, depth));
    const text = await readIfThere(path.join(at, '.gitignore'));
    const origin = path.relative(folder, path.join(at, '.gitignore')).split(path.sep).join('/');
    if (text !== undefined) above.push(ruleSet(text, origin, `${toFolder.slice(depth).join('/')}/`, ''));
  }
  const isBuildOutput = above.some(({ rules, below }) => rules.ignores(below));
  const own = await readIfThere(path.join(folder, '.gitignore'));
  return [...(isBuildOutput ? [] : above), ...(own === undefined ? [] : [ruleSet(own, '.gitignore', '', '')])];
}

function ruleSet(text: string, origin: string, below: string, inside: string): RuleSet {
  return { rules: ignore().add(text), origin, below, inside };
}

/** A repository's root has a `.git` folder; in worktrees and submodules it is a file. */
async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const isRoot = await stat(path.join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isRoot) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} could not be read: ${messageOf(error)}`, { cause: error });
  }
}
