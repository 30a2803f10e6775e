import { read, sectionOf } from './documents.ts';

export const page = read('docs/runbook.md');

/** What stands below a heading of the page, and is looked up when something is the matter. */
export interface Entry {
  readonly name: string;
  readonly text: string;
}

/** The entries below a heading of the second level. */
export function entriesOf(heading: string): readonly Entry[] {
  const section = sectionOf(page, heading);
  return [...section.matchAll(/^### (.+)$/gm)].map(([line, name = '']) => ({
    name,
    text: sectionOf(section, line).trim(),
  }));
}

/** The blocks of code in a text, with the lines that go on put together. */
export function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^```\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.replace(/\\\n\s*/g, ''));
}

/** A call of the AWS CLI: `options` without the dashes. */
export interface AwsCall {
  readonly service: string;
  readonly command: string;
  /** What is waited for, or copied. */
  readonly operand: string;
  readonly options: readonly string[];
}

/** Every call of the AWS CLI, those inside of others too. What comes behind an inner one is taken for its own. */
export function awsCallsOf(block: string): readonly AwsCall[] {
  const [, ...calls] = block.split(/(?<![\w/-])aws (?=[a-z\d]+ [a-z])/);
  return calls.map((call) => {
    const own = call.split(/\n| \| |\$\(jq/)[0] ?? '';
    const [, service = '', command = '', operand = ''] = /^(\S+) ([\w-]+)(?: (\S+))?/.exec(own) ?? [];
    const options = [...own.matchAll(/(?<=\s)--([a-z][a-z-]+)/g)].map(([, option = '']) => option);
    return { service, command, operand, options };
  });
}

/** As GitHub makes them of headings. */
export function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
