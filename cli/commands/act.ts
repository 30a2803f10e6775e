import type { Command } from 'commander';
import picocolors from 'picocolors';
import { formatInstant } from '../../domain/instant.ts';
import type { Account, AccountOptions, Connect } from './account.ts';
import type { Answer, Session } from './answer.ts';
import { type ExitCode, exitCodes, failureAsJson, failureOf } from './failure.ts';
import { printable, type Terminal } from './terminal.ts';

/** All that the program takes from outside. */
export interface Surroundings {
  readonly connect: Connect;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
}

/** The options that every command has. */
export interface CommonOptions extends AccountOptions {
  readonly json?: boolean;
}

/** Does a command's work, prints its answer or its failure, and keeps the exit status. */
export type Act = (
  command: Command,
  options: CommonOptions,
  work: (session: Session) => Promise<Answer>,
) => Promise<void>;

export function withCommonOptions(command: Command): Command {
  return command
    .option('--region <region>', 'the AWS region; AWS_REGION or that of the profile when omitted')
    .option('--profile <name>', 'a profile of your AWS configuration')
    .option('--json', 'the answer as one line of JSON, for machines');
}

/** A failure is JSON, too, where `isJsonAsked`, wherever the parser found `--json`: an empty value before it takes it for itself. */
/** For what is judged, or found, by the functions that are deployed. */
export function withStage(command: Command): Command {
  return command.option('--stage <stage>', 'the stage of ENI Warden, where several are deployed here');
}

export function acting(
  { connect, environment, terminal }: Surroundings,
  isJsonAsked: boolean,
  exit: (code: ExitCode) => void,
): Act {
  const { isColoured, width } = terminal;
  const out = (text: string) => terminal.out(printable(text, isColoured));
  const err = (text: string) => terminal.err(printable(text, isColoured));
  return async (command, options, work) => {
    const paint = picocolors.createColors(isColoured);
    const say = options.json === true ? () => undefined : (text: string) => err(paint.dim(text));
    const name = command.name();
    const about = ({ region, clock }: Account) => ({ command: name, region, at: formatInstant(clock.now()) });
    try {
      const account = await connect(options);
      const ask = (question: string) =>
        terminal.ask?.(printable(question, isColoured)) ?? Promise.resolve('');
      const session = { account, paint, width, environment, say, ...(terminal.ask !== undefined && { ask }) };
      const { lines, json, exitCode } = await work(session);
      out(options.json === true ? JSON.stringify({ ...about(account), ...json }) : lines.join('\n'));
      exit(exitCode);
    } catch (error) {
      const { exitCode, message, remedy } = failureOf(error);
      err(`${paint.red('error:')} ${message}`);
      if (remedy !== undefined) err(remedy);
      if (exitCode === exitCodes.usage) err(`See eni-warden ${name} --help`);
      if (isJsonAsked) out(failureAsJson(name, { message, ...(remedy !== undefined && { remedy }) }));
      exit(exitCode);
    }
  };
}
