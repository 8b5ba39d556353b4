/** Asks for the folder that holds a function's code: those that look like one first, any other by the dialog. */

import path from 'node:path';
import { type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { guessProject, type ProjectGuess } from '../app/project/projectProbe.ts';
import { messages } from './messages.ts';
import { isInside } from './workspaceLinks.ts';

export interface ProjectFolder {
  /** The workspace folder it belongs to. */
  readonly root: string;
  readonly folder: string;
  readonly guess: ProjectGuess;
}

interface FolderItem extends QuickPickItem {
  readonly choice: ProjectFolder | undefined;
}

const handlerNames = ['index', 'app', 'handler', 'lambda', 'main', 'lambda_function'].flatMap((name) =>
  ['ts', 'mts', 'js', 'mjs', 'cjs', 'py', 'rb'].map((extension) => `${name}.${extension}`),
);
const buildFiles = ['go.mod', 'Cargo.toml', 'pom.xml', 'build.gradle', 'build.gradle.kts', '*.csproj', '*.fsproj'];
/** One group: the search takes no groups inside groups. */
const handlerFiles = `**/{${[...handlerNames, ...buildFiles].join(',')}}`;
const notHandlers = '**/{node_modules,dist,build,out,target,bin,obj,.venv,venv,__pycache__,cdk.out,.aws-sam}/**';
const maximumFiles = 300;

/** `undefined` when it was cancelled; throws where no folder is open or the chosen one has no handler. */
export async function askForProjectFolder(
  roots: readonly string[],
  title: string,
  likelyName?: string,
): Promise<ProjectFolder | undefined> {
  if (roots.length === 0) {
    const [virtual] = workspace.workspaceFolders ?? [];
    throw virtual === undefined ? messages.noFolder() : messages.folderNotOnDisk(virtual.name);
  }
  const candidates = await projectFolders(roots, likelyName);
  const items: FolderItem[] = candidates.map((choice) => ({
    label: path.relative(choice.root, choice.folder) || path.basename(choice.root),
    description: `${choice.guess.runtime} · ${choice.guess.handler}`,
    ...(roots.length > 1 ? { detail: path.basename(choice.root) } : {}),
    choice,
  }));
  if (items.length > 0) items.push({ label: '', kind: QuickPickItemKind.Separator, choice: undefined });
  items.push({ label: '$(folder-opened) Choose Another Folder…', choice: undefined });
  const chosen = await window.showQuickPick(items, { title, placeHolder: 'Folder with the function’s code' });
  if (chosen === undefined) return undefined;
  return chosen.choice ?? (await askByDialog(roots, title));
}

async function askByDialog(roots: readonly string[], title: string): Promise<ProjectFolder | undefined> {
  const [first] = roots;
  const chosen = await window.showOpenDialog({
    title,
    canSelectFolders: true,
    canSelectFiles: false,
    ...(first === undefined ? {} : { defaultUri: Uri.file(first) }),
  });
  const folder = chosen?.[0]?.fsPath;
  if (folder === undefined) return undefined;
  const root = roots.find((candidate) => isInside(candidate, folder));
  if (root === undefined) throw messages.folderOutside(folder);
  const guess = await guessProject(folder);
  if (guess === undefined) throw messages.noHandlerFile(folder);
  return { root, folder, guess };
}

/** Folders with a handler file; the one whose name fits comes first. */
export async function projectFolders(
  roots: readonly string[],
  likelyName: string | undefined,
): Promise<ProjectFolder[]> {
  const files = await workspace.findFiles(handlerFiles, notHandlers, maximumFiles);
  const folders = new Set<string>();
  for (const { fsPath } of files) {
    const folder = path.dirname(fsPath);
    folders.add(path.basename(folder) === 'src' ? path.dirname(folder) : folder);
  }
  const found = await Promise.all(
    [...folders].map(async (folder): Promise<ProjectFolder | undefined> => {
      const root = roots.find((candidate) => isInside(candidate, folder));
      const guess = root === undefined ? undefined : await guessProject(folder);
      return root === undefined || guess === undefined ? undefined : { root, folder, guess };
    }),
  );
  const fits = ({ folder, guess }: ProjectFolder) =>
    guess.suggestedName === likelyName || path.basename(folder) === likelyName ? 0 : 1;
  return found
    .filter((folder) => folder !== undefined)
    .sort((a, b) => fits(a) - fits(b) || a.folder.localeCompare(b.folder));
}
