#!/usr/bin/env node
// The program is TypeScript, which Node runs as it is from 22.18 on. This file runs on any Node: it looks for a new enough
// one, the one that `npm ci` has installed included, and says so where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);
const here = fileURLToPath(import.meta.url);
const installed = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (here.includes('/node_modules/')) {
  console.error(
    'eni-warden: Node runs no TypeScript below node_modules. Run it in a clone of the repository.',
  );
  process.exitCode = 70;
} else if (isNewEnough) {
  await import('./eni-warden.ts');
} else if (existsSync(installed)) {
  const { status } = spawnSync(installed, [here, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 70;
} else {
  console.error(
    `eni-warden: needs Node 22.18 or later, and this is ${process.versions.node}. "npm ci" installs one here.`,
  );
  process.exitCode = 70;
}
