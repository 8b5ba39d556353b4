/** The machine that a build is for: the function's on Lambda, this one where the target runs here. */

export interface BuildPlatform {
  readonly os: 'linux' | 'darwin' | 'win32';
  /** In Lambda's words. */
  readonly architecture: 'x86_64' | 'arm64';
  /** The code runs on this machine: what is built here fits. */
  readonly isThisMachine: boolean;
}

/** `architecture` is the function's; Lambda's default is x86_64. */
export function buildPlatform(runsHere: boolean, architecture: string | undefined): BuildPlatform {
  if (runsHere) return thisMachine();
  return { os: 'linux', architecture: architecture === 'arm64' ? 'arm64' : 'x86_64', isThisMachine: false };
}

export function thisMachine(): BuildPlatform {
  const { platform, arch } = process;
  return {
    os: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    architecture: arch === 'arm64' ? 'arm64' : 'x86_64',
    isThisMachine: true,
  };
}

/** `Linux arm64`, for people. */
export function platformText({ os, architecture }: Pick<BuildPlatform, 'os' | 'architecture'>): string {
  return `${{ linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[os]} ${architecture}`;
}
