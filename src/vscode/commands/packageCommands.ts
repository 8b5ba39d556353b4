/** What is done with packages before they are sent, and with layers, as the commands of the table. */

import { type PreviewPackageOptions, previewPackage } from './previewPackage.ts';
import { type PublishLayerOptions, publishLayer } from './publishLayer.ts';
import type { CommandHandler } from './registry.ts';

type PackageCommandOptions = Omit<PreviewPackageOptions & PublishLayerOptions, 'loadPackaging' | 'loadLayers'>;

/** The packager is loaded by the first preview or layer. */
export function packageCommands(options: PackageCommandOptions) {
  const loadPackaging = async () => ({
    ...(await import('../../app/build/deploymentPackage.ts')),
    ...(await import('../../app/build/functionFiles.ts')),
    ...(await import('../../app/build/packageReport.ts')),
  });
  const loadLayers = async () => ({
    ...(await import('../../app/build/functionFiles.ts')),
    ...(await import('../../app/build/layerFolder.ts')),
    ...(await import('../../app/build/nativeFiles.ts')),
    ...(await import('../../app/layerPublication.ts')),
  });
  return {
    'lambdaWorkbench.previewPackage': previewPackage({ ...options, loadPackaging }),
    'lambdaWorkbench.publishLayer': publishLayer({ ...options, loadLayers }),
  } as const satisfies Readonly<Record<string, CommandHandler>>;
}
