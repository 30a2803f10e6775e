import { Command, CommanderError } from 'commander';
import { acting, type Surroundings } from './act.ts';
import { type ExitCode, exitCodes, failureAsJson } from './failure.ts';
import { addFindings } from './findings.ts';
import { addHold, addRelease } from './hold.ts';
import { addPlan } from './plan.ts';
import { addRestore } from './restore.ts';
import { addStatus } from './status.ts';
import { addSwitchover } from './switchover.ts';
import { printable } from './terminal.ts';
import { addWho } from './who.ts';
import { addWhy } from './why.ts';

const help = `
It uses your own AWS credentials and the same decisions as the functions, and asks AWS itself: it works while they do not.
AWS_ENDPOINT_URL is honoured. NO_COLOR turns the colours off.

Exit status, of every command: 0 all is fine; 1 something is wrong, and the answer says what; 2 called wrongly; 3 AWS could not
be asked (denied, throttled, no credentials, no network); 70 a bug.

With --json, a command writes one JSON object: its own fields (see "eni-warden help <command>") behind command, region and at.
A failure, a wrong call too, is { command, error: { message, remedy? } }; what people are told of it is on the error output.

At three in the morning:
  eni-warden status                                  who holds what, and what is not ready
  eni-warden plan --instance i-0123456789abcdef0     what would happen if it died`;

/** Runs one command line, without the program's own name, and returns the exit status. */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  const isJsonAsked = args.includes('--json');
  let exitCode: ExitCode = exitCodes.fine;
  const program = programWith(terminal);
  const act = acting(surroundings, isJsonAsked, (code) => {
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
    if (error.exitCode === 0) return exitCodes.fine;
    // The parser has told people already.
    if (isJsonAsked) terminal.out(printable(wrongCall(program, args, error), false));
    return exitCodes.usage;
  }
}

/** The program itself has no options of its own, so that a command can only be the first word. */
function wrongCall({ commands }: Command, [first]: readonly string[], { code, message }: CommanderError) {
  const command = commands.map((each) => each.name()).find((name) => name === first) ?? 'eni-warden';
  const isHelp = code === 'commander.help';
  return failureAsJson(command, {
    message: isHelp
      ? 'there is no such command; "eni-warden --help" names them.'
      : message.replace(/^error: /, ''),
  });
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
