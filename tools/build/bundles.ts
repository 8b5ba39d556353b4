/** The four bundles: what goes in, what comes out. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { rootFolder } from '../shared/paths.ts';

export const bundleNames = ['extension', 'service', 'bootstraps', 'webview'] as const;
export type BundleName = (typeof bundleNames)[number];

export interface BuildMode {
  /** Readable output with source maps, for debugging. */
  readonly dev: boolean;
  /** Where `extension.js` and the rest land. */
  readonly outFolder: string;
}

/** The oldest Node and Chromium in any editor that the manifest admits. */
const node = 'node22';
const browser = 'chrome138';

/** Options for esbuild; the caller writes the files. */
export function bundleOptions(name: BundleName, { dev, outFolder }: BuildMode): BuildOptions {
  return {
    ...shared(dev),
    ...specific(name),
    outdir: name === 'extension' ? outFolder : path.join(outFolder, outputFolder(name)),
  };
}

function shared(dev: boolean): BuildOptions {
  return {
    absWorkingDir: rootFolder,
    bundle: true,
    write: false,
    metafile: true,
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'silent',
    format: 'esm',
    tsconfigRaw: { compilerOptions: { target: 'ES2023', verbatimModuleSyntax: true } },
  };
}

function specific(name: BundleName): BuildOptions {
  switch (name) {
    case 'extension':
      return {
        ...nodePlatform,
        entryPoints: { extension: 'src/extension.ts' },
        external: ['vscode'],
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
      };
    case 'service':
      // Clients of the services that records are sent to are loaded when there is a record.
      return {
        ...nodePlatform,
        entryPoints: { main: 'src/service/main.ts' },
        alias: { ...leftOut, '@aws-sdk/credential-provider-node': './tools/build/leftOut.ts' },
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
      };
    case 'bootstraps':
      // CommonJS starts a few milliseconds sooner, and this file is on the path of every cold start.
      return {
        ...nodePlatform,
        target: 'node20',
        format: 'cjs',
        entryPoints: { node: 'src/service/environment/bootstraps/node/bootstrap.ts' },
        outExtension: { '.js': '.cjs' },
      };
    case 'webview':
      return {
        platform: 'browser',
        target: browser,
        entryPoints: { invoke: 'src/webview/invoke/main.ts', logs: 'src/webview/logs/main.ts' },
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
      };
  }
}

const leftOut = { bowser: './tools/build/leftOut.ts' };

/** ES modules of the packages load in half the time of their CommonJS twins, and esbuild can drop what is unused. */
const nodePlatform: BuildOptions = { platform: 'node', target: node, mainFields: ['module', 'main'], alias: leftOut };

function outputFolder(name: BundleName): string {
  return name === 'bootstraps' ? 'service/bootstraps' : name;
}

const bootstrapsFolder = 'src/service/environment/bootstraps';

/** Bootstraps that are run, or compiled, as they are: [folder of the sources, ending, folder in the output]. */
const copiedBootstraps = [
  ['python', '.py', ''],
  ['ruby', '.rb', ''],
  ['java', '.java', 'java/'],
] as const;

/** Files copied as they are: [from, to inside the output folder]. */
export function copiedFiles(name: BundleName): readonly (readonly [from: string, to: string])[] {
  switch (name) {
    case 'bootstraps':
      return copiedBootstraps.flatMap(([folder, ending, to]) =>
        readdirSync(path.join(rootFolder, bootstrapsFolder, folder))
          .filter((file) => file.endsWith(ending))
          .map((file) => [`${bootstrapsFolder}/${folder}/${file}`, `service/bootstraps/${to}${file}`] as const),
      );
    case 'webview':
      return ['codicon.css', 'codicon.ttf'].map((file) => [
        `node_modules/@vscode/codicons/dist/${file}`,
        `webview/${file}`,
      ]);
    case 'extension':
    case 'service':
      return [];
  }
}
