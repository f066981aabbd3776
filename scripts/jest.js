/** Starts jest as it has to be started for ES modules; arguments go to it. */
import { spawnSync } from 'node:child_process';

const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...FLAGS, 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
