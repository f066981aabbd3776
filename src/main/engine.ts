/**
 * How V8 is set for the program. A run ends before V8's optimiser pays for itself: at its usual eagerness the optimiser takes a third of
 * the processor time of an audit. The flags differ from version to version, and V8 complains on standard error about one that it does not
 * know. So only the versions that the tests run on are set (docs/architecture.md, "Versions of Node"); any other keeps V8's own values.
 */
import { setFlagsFromString } from 'node:v8';

/** By V8's version, which stays the same for all of a major version of Node (20, 22, 24). `npm run bench -- "versions of Node"` measures each. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  '11.3': ['--interrupt-budget=1000000'],
  '12.4': ['--invocation-count-for-turbofan=100000'],
  '13.6': ['--no-maglev', '--invocation-count-for-turbofan=100000'],
};

/** @param v8 as `process.versions.v8`, like `11.3.244.8-node.33` */
export function flagsFor(v8: string): readonly string[] {
  return FLAGS[/^\d+\.\d+/.exec(v8)?.[0] ?? ''] ?? [];
}

/** To be called before any code is compiled: V8 keeps compiled code only for the flags that it was made with. */
export function tuneEngine(): void {
  for (const flag of flagsFor(process.versions.v8)) setFlagsFromString(flag);
}
