import { type CloudFormation, createCloudFormation } from '../cloudformation/cloudformation.ts';
import { createSts } from '../sts/sts.ts';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';
import type { FunctionDescription } from './template.ts';
import { TemplateError } from './template-types.ts';

/** An account into which nothing was deployed yet, and into which `serverless deploy` can deploy. */
export interface EmptyAccount extends Omit<Cloud, 'bringToLife'> {
  readonly cloudFormation: CloudFormation;
}

/** Needs the real clock: the functions are processes of their own. */
export async function startEmptyAccount(options: CloudOptions): Promise<EmptyAccount> {
  const { sandbox } = options;
  const { bringToLife, ...cloud } = await startCloud(options);
  const { s3 } = cloud;

  /** The zip as it was uploaded. */
  const zipOf = ({ name, code }: FunctionDescription): Uint8Array => {
    const zip = s3.buckets.get(code.bucket ?? '')?.object(code.key)?.binary;
    if (zip === undefined)
      throw new TemplateError(
        name,
        `there is no zip at ${code.key} in the bucket ${code.bucket ?? '(none)'}`,
      );
    return zip;
  };

  createSts(sandbox);
  const cloudFormation = createCloudFormation({
    sandbox,
    s3,
    async bringToLife(description) {
      for (const fn of description.functions) zipOf(fn);
      await bringToLife(description, async (fn) => zipOf(fn));
    },
  });
  return { ...cloud, cloudFormation };
}
