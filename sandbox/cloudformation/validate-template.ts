import { z } from 'zod';
import { action, members } from './action.ts';
import { capabilityOf, planOf } from './plan.ts';
import { templateSource, templateText } from './template-source.ts';

/** The name of the stack is not known yet. */
const stackName = 'validated';

export const validateTemplate = action(
  'ValidateTemplate',
  z.strictObject(templateSource),
  (asked, account) => {
    const { region, account: number } = account.sandbox;
    const needed = capabilityOf(planOf(templateText(asked, account), { region, account: number, stackName }));
    return { Parameters: members([]), Capabilities: members(needed === undefined ? [] : [needed]) };
  },
);
