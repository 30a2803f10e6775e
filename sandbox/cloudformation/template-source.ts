import { z } from 'zod';
import type { CloudFormationAccount } from './action.ts';
import { CloudFormationError } from './cloudformation-error.ts';

/** In bytes (CloudFormation User Guide, "Understand CloudFormation quotas"). */
const bodyBytesMax = 51_200;
const objectBytesMax = 1024 * 1024;

/** The parameters by which a template is handed over. */
export const templateSource = {
  TemplateBody: z.string().min(1).optional(),
  TemplateURL: z.string().min(1).max(5120).optional(),
};

interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

/** The text of the template. Throws CloudFormationError. */
export function templateText(
  { TemplateBody, TemplateURL }: TemplateSource,
  { s3, sandbox }: CloudFormationAccount,
): string {
  if ((TemplateBody === undefined) === (TemplateURL === undefined))
    throw new CloudFormationError(
      'ValidationError',
      'Either Template URL or Template Body must be specified.',
    );
  if (TemplateBody !== undefined) return limited(TemplateBody, bodyBytesMax, 'templateBody');
  const addresses = new RegExp(`^https://s3(?:[.-]${sandbox.region})?\\.amazonaws\\.com/([^/]+)/(.+)$`);
  const [, bucket = '', key = ''] = addresses.exec(TemplateURL ?? '') ?? [];
  const object = s3.buckets.get(bucket)?.object(decodeURIComponent(key));
  if (object === undefined)
    throw new CloudFormationError('ValidationError', `S3 error: there is no object ${TemplateURL}`);
  return limited(object.body, objectBytesMax, 'templateURL');
}

function limited(text: string, bytesMax: number, where: string): string {
  const size = Buffer.byteLength(text);
  if (size <= bytesMax) return text;
  throw new CloudFormationError(
    'ValidationError',
    `The ${where} has ${size} bytes, and ${bytesMax} are allowed.`,
  );
}
