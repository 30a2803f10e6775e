import { codeSpans } from '../documents.ts';

/** A fenced block: the word behind its fence, and what is in it. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

export function blocksIn(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** What a person would paste: the blocks that are marked so, and of the others each line behind a `$`. */
export function scriptsIn(page: string): readonly string[] {
  return blocksIn(page).flatMap(({ language, text }) =>
    language === 'sh' ? [text] : [...text.matchAll(/^\$ (.+)$/gm)].map(([, line = '']) => line),
  );
}

/** What a part of a command, in the middle of a sentence, is a part of; a program that is only named is asked for its help. */
const wholes: readonly (readonly [RegExp, (span: string) => string])[] = [
  [/^npx eni-warden$/, (span) => `${span} --help`],
  [/^(aws|curl|npm|npx) /, (span) => span],
  [/^--tags /, (span) => `aws ec2 create-tags --resources eni-0123456789abcdef0 ${span}`],
  [/^--param=/, (span) => `npx serverless package ${span}`],
  [/^[a-z]+[A-Z]?\w*=\S+$/, (span) => `npx serverless package --param="${span}"`],
];

/** Commands in the middle of a sentence, and parts of commands. */
export function commandsInText(page: string): readonly string[] {
  return codeSpans(page).flatMap((span) => {
    const [, whole] = wholes.find(([form]) => form.test(span)) ?? [];
    return whole === undefined ? [] : [whole(span)];
  });
}

/** `# exits with 1` behind a command is a promise, too. */
export function withExits(script: string): string {
  return script.replace(
    /^(.+?) +# exits with (\d+)$/gm,
    (_, command: string, status: string) => `left=0; ${command} || left=$?; [ $left -eq ${status} ]`,
  );
}
