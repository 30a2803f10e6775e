import { isCode } from '../failures.ts';

/** EC2 has two codes for an ENI that does not exist, and a third where tags are concerned (facts 2). */
export function isNotFound(error: unknown): boolean {
  return isCode(error, 'InvalidNetworkInterfaceID.NotFound', 'InvalidNetworkInterface.NotFound', 'InvalidID');
}

/** In use: a code of its own in the documentation, a code of many meanings and a sentence in practice (facts 2). */
export function isInUse(error: unknown): boolean {
  if (isCode(error, 'InvalidNetworkInterface.InUse', 'IncorrectState')) return true;
  return (
    isCode(error, 'InvalidParameterValue') && error instanceof Error && /\bin use\b/i.test(error.message)
  );
}
