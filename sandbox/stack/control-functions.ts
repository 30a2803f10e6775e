import { z } from 'zod';
import { ControlError, type Controlled, post, type Route } from './control-route.ts';

const invocation = z.strictObject({ functionName: z.string(), payload: z.unknown().default({}) });

/** The routes that run a function with an event of one's own, as `aws lambda invoke --invocation-type Event` would. */
export const functionRoutes: readonly Route[] = [
  post(
    'invoke',
    'Runs a function with this payload; how it ended is among the invocations',
    invocation,
    { functionName: 'eni-warden-dev-restore', payload: { key: 'manifests/eni-0123456789abcdef0/….json' } },
    invoke,
  ),
];

function invoke({ functionName, payload }: z.infer<typeof invocation>, { lambda }: Controlled): unknown {
  try {
    return { requestId: lambda.invokeAsync(functionName, payload) };
  } catch (error) {
    throw new ControlError(404, error instanceof Error ? error.message : String(error));
  }
}
