import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program answers. */
export interface Answer {
  readonly status: number;
  readonly out?: string;
  readonly err?: string;
}

/** A program on the path of the shell: its arguments, and the variables that were exported to it. */
export type Program = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) => Promise<Answer>;

export interface Pasted {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Shell {
  /** The folder in which everything runs. */
  readonly folder: string;
  /** Runs what a person would paste into bash, and stops at the first command that fails. */
  paste(script: string): Promise<Pasted>;
  close(): Promise<void>;
}

/** Hands what it is called with to the test, and does what that says. */
const shim = `#!${process.execPath}
const { basename } = require('node:path');
const { request } = require('node:http');
const [, name, ...args] = process.argv;
const asked = request({ socketPath: process.env.PASTED_SOCKET, method: 'POST' }, (answer) => {
  let text = '';
  answer.on('data', (part) => (text += part)).on('end', () => {
    const { status, out = '', err = '' } = JSON.parse(text);
    if (out !== '') process.stdout.write(out.endsWith('\\n') ? out : out + '\\n');
    if (err !== '') process.stderr.write(err.endsWith('\\n') ? err : err + '\\n');
    process.exitCode = status;
  });
});
asked.end(JSON.stringify({ name: basename(name), args, environment: process.env }));
`;

/**
 * A bash in which there are these programs and no others, all of them played by the test. So a command that nobody thought of
 * is not found, and the script fails.
 */
export async function openShell(programs: Readonly<Record<string, Program>>): Promise<Shell> {
  const folder = mkdtempSync(join(tmpdir(), 'eni-warden-pasted-'));
  for (const name of Object.keys(programs)) {
    writeFileSync(join(folder, name), shim);
    chmodSync(join(folder, name), 0o755);
  }
  const socket = join(folder, 'socket');
  const server = createServer((incoming, outgoing) => void play(programs, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    folder,
    paste: (script) => run(script, folder, { PATH: folder, PASTED_SOCKET: socket }),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function play(
  programs: Readonly<Record<string, Program>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const part of incoming) body += part;
  const { name, args, environment } = JSON.parse(body);
  const program = programs[name];
  const answer = await program?.(args, environment).catch((error: unknown) => ({
    status: 1,
    err: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }));
  outgoing.end(JSON.stringify(answer));
}

function run(script: string, cwd: string, env: Record<string, string>): Promise<Pasted> {
  const strict = `set -eEu -o pipefail; trap 'echo "failed: $BASH_COMMAND" >&2' ERR`;
  const child = spawn('/bin/bash', ['--norc', '-c', `${strict}\n${script}`], { cwd, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    err += part;
  });
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
  });
}
