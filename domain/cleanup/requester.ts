/**
 * Why the requester of an ENI is a reason to keep it. Only forms that mean a person or a role of this account are let
 * through: no requester, the account itself, a user (AIDA…), a role session (AROA…:name) whose name is not one that AWS
 * services use. Everything else, known or not, keeps (cleanup-and-conflicts B 7).
 */
export function requestedBecause(requesterId: string | undefined, accountId: string): string | undefined {
  if (requesterId === undefined || requesterId === accountId || /^AIDA[A-Z0-9]+$/.test(requesterId)) {
    return undefined;
  }
  const [, session] = /^AROA[A-Z0-9]+:(.+)$/.exec(requesterId) ?? [];
  if (session === undefined)
    return `its requester ${requesterId} is not known to be one of this account's own`;
  if (sessionsOfServices.test(session)) return `an AWS service requested it (${requesterId})`;
  return undefined;
}

/** Lambda names its session after the account; others after themselves. */
const sessionsOfServices = /^\d{12}$|^(amazon|aws)([-_.]|$)|awsservicerole|comprehend/i;
