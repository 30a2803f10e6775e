import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VirtualClock } from '../../../sandbox/clock.ts';
import { handleControl, isControlRequest } from '../../../sandbox/stack/control.ts';
import type { Controlled } from '../../../sandbox/stack/control-route.ts';
import type { Desk } from '../../cli/commands/desk.ts';
import { read, root } from '../documents.ts';
import { serverlessProgram } from './serverless-program.ts';
import type { Answer, Program } from './shell.ts';

/** Where `npm run sandbox` serves. */
const sandboxUrl = 'http://127.0.0.1:4599';

/** `npx`, for the two programs of this package: the operator's own runs, in front of the sandbox. */
export function npxProgram(here: Desk): Program {
  return async ([name = '', ...args], environment) => {
    if (name === 'serverless') return serverlessProgram(args, environment);
    if (name !== 'eni-warden') throw new Error(`Nobody knows npx ${name} here`);
    const { status, out, err } = await here.clock.run(here.begin(args, { answer: 'y' }));
    return { status, out, err };
  };
}

const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/**
 * `npm`: a script has to be there, and what is given to it has to be something that it understands. It is run for its help
 * alone, with all that is given, and refuses what it does not know before it gives any.
 */
export const npmProgram: Program = async ([command = '', ...words]) => {
  if (command === 'ci')
    return { status: words.length === 0 && existsSync(join(root, 'package-lock.json')) ? 0 : 1 };
  const [name = command, dashes, ...args] = command === 'run' ? words : [command, ...words];
  const script = scripts[name];
  if (script === undefined || (dashes !== undefined && dashes !== '--'))
    throw new Error(`npm ${command} ${words}`);
  if (args.length === 0) return { status: 0 };
  return helpOf(script, args);
};

function helpOf(script: string, args: readonly string[]): Answer {
  const [, path] = /^node (\S+\.ts)$/.exec(script) ?? [];
  if (path === undefined || !read(path).includes('parseArgs(')) throw new Error(`${script} takes no options`);
  const node = join(root, 'node_modules/.bin/node');
  const { status, stdout, stderr } = spawnSync(node, [join(root, path), ...args, '--help'], {
    encoding: 'utf8',
  });
  if (status === 0 && !stdout.includes('npm run')) throw new Error(`${script} shows no help`);
  return { status: status ?? 1, err: stderr };
}

/** `curl`, in front of the sandbox's control API. */
export function curlProgram(controlled: Controlled): Program {
  return async ([url = '', ...words]) => {
    const [option, body = ''] = words;
    const isGet = words.length === 0;
    const path = url.slice(sandboxUrl.length);
    const request = { method: isGet ? 'GET' : 'POST', path, headers: {}, body, caller: 'curl' };
    if (
      !url.startsWith(`${sandboxUrl}/`) ||
      !isControlRequest(request) ||
      (!isGet && (option !== '-d' || words.length > 2))
    )
      throw new Error(`Nobody answers curl ${[url, ...words].join(' ')}`);
    const { status, body: out } = handleControl(request, controlled, sandboxUrl);
    // What curl would take for a success, a reader would not.
    return { status: status === 200 ? 0 : 22, out, err: status === 200 ? '' : out };
  };
}

/** `sleep`: the clock of the sandbox moves on. */
export function sleepProgram(clock: VirtualClock): Program {
  return async ([seconds = '']) => {
    await clock.advance(Number(seconds) * 1_000);
    return { status: /^\d+$/.test(seconds) ? 0 : 1 };
  };
}
