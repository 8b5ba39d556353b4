/** The README as it is shown inside VS Code, where only what is packed with it can be linked to. */

export interface PackagedReadme {
  readonly text: string;
  /** Relative paths of the files that it shows or links to, to be packed with it. */
  readonly files: readonly string[];
}

/** Keeps pictures and links into `docs/` that exist; any other relative link becomes its text. */
export function packagedReadme(source: string, exists: (file: string) => boolean): PackagedReadme {
  const files = new Set<string>();
  const text = source.replace(
    /(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g,
    (link, bang: string, label: string, target: string) => {
      if (/^([a-z]+:|#)/i.test(target)) return link;
      const file = target.replace(/#.*$/, '');
      if (file.startsWith('docs/') && exists(file)) {
        files.add(file);
        return link;
      }
      // A picture that is not there is left out rather than shown as broken.
      return bang ? '' : label;
    },
  );
  return { text, files: [...files] };
}
