import { createResolver } from '../../sandbox/stack/template-intrinsics.ts';
import { templateSchema } from '../../sandbox/stack/template-types.ts';
import type { PackagedService, Resource } from './packaged-service.ts';

/** The resources that CloudFormation would make, with every intrinsic function worked out. No condition is left in the template. */
export function made({ template }: PackagedService): ReadonlyMap<string, Resource['Properties']> {
  const settings = { region: 'eu-west-1', account: '123456789012', stackName: 'stack' };
  const resolver = createResolver(templateSchema.parse(template), settings);
  return new Map(
    Object.entries(template.Resources).map(([id, { Properties }]) => [
      id,
      resolver.resolve(Properties, id) as Resource['Properties'],
    ]),
  );
}
