import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';
import { describeTemplate } from './template.ts';

export interface StackOptions extends CloudOptions {
  /** The compiled CloudFormation template; the packaged functions lie beside it. */
  readonly templatePath: string;
  readonly stackName: string;
  /** Values of the template's parameters; the defaults hold for the others. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A deployed service, alive in the sandbox: its functions as packaged, behind its rules. */
export type Stack = Omit<Cloud, 'bringToLife'>;

/** Puts a packaged service into the sandbox, past CloudFormation. Needs the real clock: the functions are processes. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { sandbox, templatePath, stackName, parameters } = options;
  const { region, account } = sandbox;
  const settings = { region, account, stackName, ...(parameters && { parameters }) };
  const description = describeTemplate(await readFile(templatePath, 'utf8'), settings);
  const cloud = await startCloud(options);
  try {
    await cloud.bringToLife(description, ({ code }) =>
      readFile(join(dirname(templatePath), basename(code.key))),
    );
  } catch (error) {
    await cloud.stop();
    throw error;
  }
  return cloud;
}
