/** Ends the run of the kernel tests before it begins where there is no kernel. */
import { KERNEL, missingTrees } from './trees.ts';

export default function requireTrees(): void {
  const missing = missingTrees();
  if (missing.length === 0) return;
  throw new Error(
    `${KERNEL} has no ${missing.join(', ')}: bring the trees there with \`npm run kernel:fetch\`, or name another folder in KRA_KERNEL`,
  );
}
