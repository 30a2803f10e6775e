import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { connect } from './commands/account.ts';
import { runProgram } from './commands/program.ts';

/** `npx eni-warden`: the commands of an operator, with the credentials of whoever calls it. */
process.exitCode = await runProgram(process.argv.slice(2), {
  connect,
  environment: process.env,
  terminal: {
    out: (text) => console.log(text),
    err: (text) => console.error(text),
    isColoured: stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    width: Math.min(stdout.columns ?? 120, 160),
    ...(stdin.isTTY === true && { ask }),
  },
});

/** The question goes to the error output, so that the other holds nothing but the answer of the command. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
