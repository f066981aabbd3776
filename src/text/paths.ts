/** Paths relative to the root of a tree, with `/` between their steps. */

/** The folder of a file; the root is the empty text. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Where a relative name leads from a folder; what goes above the root begins there. */
export function pathFrom(folder: string, name: string): string {
  const steps: string[] = [];
  for (const step of `${folder}/${name}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
