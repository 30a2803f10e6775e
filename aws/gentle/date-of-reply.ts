import type { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';

/**
 * Listens for the Date header of the reply to a command, which the SDK does not hand out; the function that it returns
 * tells it after the call, in milliseconds: NaN where it cannot be read, nothing where there was none.
 */
export function dateOfReply({
  middlewareStack,
}: DescribeNetworkInterfacesCommand): () => { readonly date?: number } {
  let header: string | undefined;
  middlewareStack.add(
    (next) => async (request) => {
      const reply = await next(request);
      header = dateHeader(reply.response);
      return reply;
    },
    { step: 'deserialize', name: 'dateOfReply' },
  );
  return () => (header === undefined ? {} : { date: Date.parse(header) });
}

function dateHeader(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const entries = Object.entries(response.headers as Readonly<Record<string, string>>);
  return entries.find(([name]) => name.toLowerCase() === 'date')?.[1];
}
