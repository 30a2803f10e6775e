import { bucket, type Desk, deskBefore } from '../../cli/commands/desk.ts';
import { createStage, type Stage, type StageOptions } from '../../support/stage.ts';
import { matches, read } from '../documents.ts';
import { awsProgram } from './aws-program.ts';
import { curlProgram, npmProgram, npxProgram, sleepProgram } from './own-programs.ts';
import { openShell, type Program, type Shell } from './shell.ts';

/** A reader with a clone of this package, an account in which it is deployed, and a shell. */
export interface Clone extends Shell {
  readonly stage: Stage;
  readonly desk: Desk;
  /** From now on, an id or an address of the documents means one that is there. */
  call(name: string, id: string): void;
}

/** Between two commands of a person. */
const typingMs = 2_000;

const outputs = matches(read('serverless.yml').replace(/[\s\S]*\n {2}Outputs:/, ''), /^ {4}(\w+):$/gm);

export async function openClone(options: StageOptions = {}): Promise<Clone> {
  const stage = createStage({ rules: true, ...options });
  const desk = deskBefore(stage.sandbox, stage.clock);
  const { sandbox, bus, sns, lambda, clock } = stage;
  const names = new Map<string, string>();
  const renaming =
    (program: Program): Program =>
    async (args, environment) => {
      await clock.advance(typingMs);
      return program(
        args.map((word) =>
          word.replace(/\b(?:eni|i)-[0-9a-f]+|\b10(?:\.\d+){3}/g, (name) => names.get(name) ?? name),
        ),
        environment,
      );
    };
  const cloud = {
    access: desk.account.access,
    clock,
    outputs: Object.fromEntries(outputs.map((name) => [name, name === 'BucketName' ? bucket : name])),
    folder: () => shell.folder,
  };
  const programs = {
    aws: awsProgram(cloud),
    curl: curlProgram({ sandbox, bus, sns, s3: desk.s3, lambda }),
    npm: npmProgram,
    npx: npxProgram(desk),
    sleep: sleepProgram(clock),
  };
  const shell = await openShell(
    Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, renaming(program)])),
  );
  return { ...shell, stage, desk, call: (name, id) => void names.set(name, id) };
}
