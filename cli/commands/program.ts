import { Command, CommanderError } from 'commander';
import { acting, type Surroundings } from './act.ts';
import { type ExitCode, exitCodes } from './failure.ts';
import { addFindings } from './findings.ts';
import { addHold, addRelease } from './hold.ts';
import { addPlan } from './plan.ts';
import { addRestore } from './restore.ts';
import { addStatus } from './status.ts';
import { addSwitchover } from './switchover.ts';
import { addWho } from './who.ts';
import { addWhy } from './why.ts';

const help = `
It uses your own AWS credentials and the same decisions as the functions, and asks AWS itself: it works while they do not.
AWS_ENDPOINT_URL is honoured. NO_COLOR turns the colours off.

Exit status, of every command: 0 all is fine; 1 something is wrong, and the answer says what; 2 called wrongly; 3 AWS could not
be asked (denied, throttled, no credentials, no network); 70 a bug.

With --json, a command writes one JSON object: its own fields (see "eni-warden help <command>") behind command, region and at.
A failure is { command, error: { message, remedy? } }.

At three in the morning:
  eni-warden status                                  who holds what, and what is not ready
  eni-warden plan --instance i-0123456789abcdef0     what would happen if it died`;

/** Runs one command line, without the program's own name, and returns the exit status. */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  let exitCode: ExitCode = exitCodes.fine;
  const program = programWith(terminal);
  const act = acting(surroundings, (code) => {
    exitCode = code;
  });
  for (const add of [
    addStatus,
    addPlan,
    addWho,
    addFindings,
    addWhy,
    addHold,
    addRelease,
    addSwitchover,
    addRestore,
  ])
    add(program, act);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

/** What is set here the commands that are added to it inherit. */
function programWith(terminal: Surroundings['terminal']): Command {
  return new Command('eni-warden')
    .description(
      'Operates ENI Warden: looks at failover groups and addresses, holds, moves and restores ENIs.',
    )
    .addHelpText('after', help)
    .exitOverride()
    .helpCommand(true)
    .showSuggestionAfterError()
    .showHelpAfterError('See --help.')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    });
}
