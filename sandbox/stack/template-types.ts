import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const outputSchema = z.object({ Condition: z.string().optional(), Value: z.unknown() });

/** The sections of a CloudFormation template that matter here. */
export const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type Resource = z.infer<typeof resourceSchema>;

/** Where and as what a template is deployed. */
export interface Settings {
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
  /** Values of the template's parameters; the defaults hold for the others. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The template asks for something that the sandbox cannot give. The message names the resource. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** A logical id, if it is about one resource. */
  readonly where: string;

  constructor(where: string, problem: string) {
    super(`In ${where} of the template: ${problem}.`);
    this.where = where;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
